import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

const KEYS = [
  { keys: ['J', '↓'], what: 'next' },
  { keys: ['K', '↑'], what: 'previous' },
  { keys: ['1', '…', '9'], what: 'yes' },
  { keys: ['Shift', '1', '…', '9'], what: 'no' },
  { keys: ['A'], what: 'approve' },
  { keys: ['R'], what: 'return' },
  { keys: ['Ctrl', 'Enter'], what: 'send-back' },
  { keys: ['[', ']'], what: 'picture' },
  { keys: ['+', '−', '0'], what: 'zoom' },
  { keys: ['T'], what: 'turn' },
  { keys: ['?'], what: 'help' },
] as const

/** The keys of the review screen. */
export const HelpDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">{t('keys.title')}</h2>
      <dl className="keys">
        {KEYS.map(({ keys, what }) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="second">{t('keys.typing')}</p>
      <footer>
        <button type="button" className="button main" onClick={() => dialog.current?.close()}>
          {t('keys.close')}
        </button>
      </footer>
    </dialog>
  )
}
