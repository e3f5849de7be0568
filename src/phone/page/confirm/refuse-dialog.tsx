import { useId, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import './refuse-dialog.css'

/** What is said most; a tap puts it into the field. */
const REASONS = ['content', 'stranger', 'later'] as const
/** Characters that the desktop shows. */
const LONGEST = 80

interface RefuseDialogProps {
  /** Opened by whoever holds the dialog. */
  readonly dialog: RefObject<HTMLDialogElement | null>
}

/** No, with words for the person at the computer where one has some. */
export const RefuseDialog = ({ dialog }: RefuseDialogProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const [reason, setReason] = useState('')
  const [titleId, fieldId] = [useId(), useId()]

  const refuse = () => {
    dialog.current?.close()
    void app.refuse(reason.trim() || undefined)
  }

  return (
    <dialog ref={dialog} className="refuse" aria-labelledby={titleId}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          refuse()
        }}
      >
        <h2 id={titleId}>{t('refuse.title')}</h2>
        <label htmlFor={fieldId} className="small second">
          {t('refuse.reason')}
        </label>
        <ul className="refuse-reasons">
          {REASONS.map((name) => (
            <li key={name}>
              <Button
                kind="small"
                aria-pressed={reason === t(`refuse.reason.${name}`)}
                onClick={() => setReason(t(`refuse.reason.${name}`))}
              >
                {t(`refuse.reason.${name}`)}
              </Button>
            </li>
          ))}
        </ul>
        <input
          id={fieldId}
          value={reason}
          maxLength={LONGEST}
          autoComplete="off"
          enterKeyHint="done"
          onChange={(event) => setReason(event.target.value)}
        />
        <footer className="foot two">
          <Button onClick={() => dialog.current?.close()}>{t('act.back')}</Button>
          <Button kind="main" type="submit">
            {t('confirm.refuse')}
          </Button>
        </footer>
      </form>
    </dialog>
  )
}
