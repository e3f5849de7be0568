import { useTranslation } from 'react-i18next'
import { useConsole, useConsoleState } from '../context.tsx'

/** What opens the log-in when the phone is lost; shown this once. */
export const RecoveryCodes = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const codes = useConsoleState((state) => state.recoveryCodes) ?? []
  const save = (): void => {
    const link = document.createElement('a')
    link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`
    link.download = 'bidseal-recovery-codes.txt'
    link.click()
  }
  return (
    <main className="login">
      <section>
        <h1>{t('recovery.title')}</h1>
        <p className="second">{t('recovery.lead')}</p>
        <ul className="mono recovery">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="two">
          <button type="button" className="button" onClick={save}>
            {t('recovery.save')}
          </button>
          <button type="button" className="button main" autoFocus onClick={() => void console.forget()}>
            {t('recovery.go')}
          </button>
        </div>
      </section>
    </main>
  )
}
