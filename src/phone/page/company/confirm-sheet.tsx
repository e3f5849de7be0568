import { useId, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'

interface ConfirmSheetProps {
  /** Opened by whoever holds it. */
  readonly sheet: RefObject<HTMLDialogElement | null>
  readonly title: string
  /** What comes of it. */
  readonly text: string
  readonly act: string
  readonly onAct: () => void
}

/** What comes of something that is final, before the PIN is asked for. */
export const ConfirmSheet = ({ sheet, title, text, act, onAct }: ConfirmSheetProps) => {
  const { t } = useTranslation()
  const titleId = useId()
  return (
    <dialog ref={sheet} className="company-sheet" aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <p className="second">{text}</p>
      <div className="foot two">
        <Button onClick={() => sheet.current?.close()}>{t('act.back')}</Button>
        <Button
          kind="act"
          icon="lock"
          onClick={() => {
            sheet.current?.close()
            onAct()
          }}
        >
          {act}
        </Button>
      </div>
    </dialog>
  )
}
