import { useId, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Field } from '../kit/field.tsx'

interface RefuseSheetProps {
  /** Opened by whoever holds it. */
  readonly sheet: RefObject<HTMLDialogElement | null>
  readonly name: string
}

/** No, with words for the one who asked. */
export const RefuseSheet = ({ sheet, name }: RefuseSheetProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const titleId = useId()
  const [reason, setReason] = useState('')
  const [hasTried, setTried] = useState(false)
  const isMissing = reason.trim() === ''

  const refuse = () => {
    setTried(true)
    if (isMissing) return
    sheet.current?.close()
    void app.company.refuse(reason.trim())
  }

  return (
    <dialog ref={sheet} className="company-sheet" aria-labelledby={titleId}>
      <h2 id={titleId}>{t('company.joining.refuse.title', { name })}</h2>
      <Field
        id="joining-reason"
        name="reason"
        label={t('company.joining.reason')}
        value={reason}
        maxLength={200}
        enterKeyHint="done"
        isWrong={hasTried && isMissing}
        note={t(hasTried && isMissing ? 'company.joining.reason.wrong' : 'company.joining.reason.why')}
        onChange={setReason}
      />
      <div className="foot two">
        <Button onClick={() => sheet.current?.close()}>{t('act.back')}</Button>
        <Button kind="main" onClick={refuse}>
          {t('company.joining.refuse')}
        </Button>
      </div>
    </dialog>
  )
}
