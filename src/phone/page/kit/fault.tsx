import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorShape } from '#core/errors'
import { Mark } from '#resources/kit/icon.tsx'
import { Button } from './button.tsx'
import './fault.css'
import { Note } from './note.tsx'
import { Outcome } from './outcome.tsx'

/** What went wrong, why and what to do, in the flow of a screen; `again` tries once more what came to nothing. */
export const FaultNote = ({ error, again }: { error: ErrorShape; again?: () => void }) => {
  const { t } = useTranslation()
  const action = again && (
    <Button kind="small" onClick={again}>
      {t('act.retry')}
    </Button>
  )
  return (
    <Note tone="bad" icon="alert" title={t(`error.${error.code}.title`, error.details)} action={action}>
      {t(`error.${error.code}.body`, error.details)}
      {t('mark.after-sentence')}
      {t(`error.${error.code}.advice`, error.details)}
    </Note>
  )
}

/** The same over the screen; the Escape key puts it away. */
export const FaultSheet = ({ error, onClose }: { error: ErrorShape; onClose: () => void }) => {
  const { t } = useTranslation()
  const sheet = useRef<HTMLDialogElement>(null)
  useEffect(() => sheet.current?.showModal(), [])
  return (
    <dialog ref={sheet} className="sheet" onClose={onClose} aria-labelledby="fault-title">
      <h2 id="fault-title">{t(`error.${error.code}.title`, error.details)}</h2>
      <p>{t(`error.${error.code}.body`, error.details)}</p>
      <p>{t(`error.${error.code}.advice`, error.details)}</p>
      <p className="mono quiet">{error.code}</p>
      <Button kind="main" onClick={() => sheet.current?.close()}>
        {t('act.understood')}
      </Button>
    </dialog>
  )
}

/** The same where nothing else stands on a screen. */
export const FaultOutcome = ({ error }: { error: ErrorShape }) => {
  const { t } = useTranslation()
  return (
    <>
      <Outcome
        tone="bad"
        icon="alert"
        title={t(`error.${error.code}.title`, error.details)}
        next={t(`error.${error.code}.advice`, error.details)}
      >
        {t(`error.${error.code}.body`, error.details)}
      </Outcome>
      <p className="mono quiet fault-code">{error.code}</p>
    </>
  )
}

/** Nothing works, and this is why. */
export const BlockedPage = ({ error }: { error: ErrorShape }) => {
  const { t } = useTranslation()
  return (
    <>
      <header className="blocked-top">
        <Mark size={26} />
        <h1>{t('app.name')}</h1>
      </header>
      <main className="scroll">
        <FaultOutcome error={error} />
      </main>
      <footer className="foot">
        <Button kind="main" onClick={() => location.reload()}>
          {t('act.retry')}
        </Button>
      </footer>
    </>
  )
}
