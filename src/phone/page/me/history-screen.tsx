import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { computersIn } from './computers.ts'
import { Entry, useEntryTexts } from './entry.tsx'

export const HistoryScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const history = useAppState((state) => state.history)
  const { when } = useEntryTexts()
  return (
    <>
      <TopBar title={t('history.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {history.length === 0 ? (
          <>
            <p>{t('history.empty')}</p>
            <p className="second">{t('history.empty.why')}</p>
          </>
        ) : (
          <>
            <h2 className="section">{t('history.computers')}</h2>
            <ul>
              {computersIn(history).map(({ name, times, last }) => (
                <li key={name} className="entry">
                  <span className="grow">{name}</span>
                  <span className="small quiet">
                    {t('history.times', { count: times })}
                    {t('mark.comma')}
                    {when(last)}
                  </span>
                </li>
              ))}
            </ul>
            <h2 className="section">{t('history.entries', { count: history.length })}</h2>
            <ul>
              {history.map((entry) => (
                <Entry key={`${entry.at}${entry.kind}`} entry={entry} />
              ))}
            </ul>
          </>
        )}
      </main>
    </>
  )
}
