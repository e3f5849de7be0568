import { useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { useConsole, useConsoleState } from '../context.tsx'
import { Dialog } from '../dialog.tsx'
import { GENERAL_REASONS, mayApprove, openTicks, type Application, type Draft, type Reason, type Tick } from './flow.ts'

/** Reasons as the applicant reads them: those that were chosen, then the officer's own words. */
export const useReasons = (): ((draft: Draft) => readonly string[]) => {
  const { t } = useTranslation()
  return ({ reasons, words }) => [
    ...reasons.map((reason) => t(`return.${reason}`)),
    ...(words.trim() === '' ? [] : [words.trim()]),
  ]
}

/** Why it cannot be approved, in a few words. */
const Standing = ({ application, draft }: { application: Application; draft: Draft }) => {
  const { t } = useTranslation()
  const { missing, wrong } = openTicks(application, draft)
  if (application.barred !== null) return <span className="small warn">{t(`review.barred.${application.barred}`)}</span>
  if (wrong > 0) return <span className="small bad">{t('review.wrong', { count: wrong })}</span>
  if (missing > 0) return <span className="small second">{t('review.missing', { count: missing })}</span>
  return <span className="small good">{t('review.ready')}</span>
}

const RejectDialog = ({ application, onClose }: { application: Application; onClose: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const [reason, setReason] = useState('')
  return (
    <Dialog
      title={t('reject.title', { company: application.company })}
      act={t('reject.go')}
      isReady={reason.trim() !== ''}
      onAct={() => console.reject(reason.trim())}
      onClose={onClose}
    >
      <p>{t('reject.final')}</p>
      <div className="field">
        <label htmlFor="reject-reason">{t('reject.reason')}</label>
        <textarea
          id="reject-reason"
          rows={3}
          maxLength={500}
          value={reason}
          autoFocus
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Dialog>
  )
}

interface DecisionProps {
  readonly application: Application
  readonly draft: Draft
  readonly words: RefObject<HTMLTextAreaElement | null>
}

/** Reasons to send it back with, and the three ways to decide. */
export const Decision = ({ application, draft, words }: DecisionProps) => {
  const { t } = useTranslation()
  const console = useConsole()
  const isBusy = useConsoleState((state) => state.isBusy)
  const [isRejecting, setRejecting] = useState(false)
  const reasons = useReasons()(draft)
  const { possible, checklist } = application
  const offered = (tick: Tick): boolean => draft.marks[tick] === 'no' || draft.reasons.includes(tick)
  const choices: readonly Reason[] = [...checklist.ticks.filter(offered), ...GENERAL_REASONS]
  const isReady = mayApprove(application, draft)
  if (possible.length === 0) return <footer className="decision second">{t('review.over')}</footer>
  return (
    <footer className="decision">
      <div className="row">
        <h3 className="grow">{t('review.reasons')}</h3>
        <Standing application={application} draft={draft} />
      </div>
      <div className="reasons" role="group" aria-label={t('review.reasons')}>
        {choices.map((reason) => (
          <button
            key={reason}
            type="button"
            aria-pressed={draft.reasons.includes(reason)}
            onClick={() => console.toggleReason(reason)}
          >
            {draft.reasons.includes(reason) && <Icon name="check" size={12} />}
            {t(`return.${reason}`)}
          </button>
        ))}
      </div>
      <textarea
        ref={words}
        className="small"
        rows={2}
        maxLength={500}
        aria-label={t('review.words')}
        placeholder={t('review.words')}
        value={draft.words}
        onChange={(event) => console.write(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <div className="row">
        <button type="button" className="button quiet" disabled={isBusy} onClick={() => setRejecting(true)}>
          {t('review.reject')}
        </button>
        <span className="grow" />
        <button
          type="button"
          className={`button ${reasons.length > 0 ? 'main' : ''}`}
          disabled={reasons.length === 0 || isBusy}
          aria-keyshortcuts="Control+Enter"
          onClick={() => void console.sendBack(reasons)}
        >
          {t('review.return')}
          <kbd>Ctrl Enter</kbd>
        </button>
        <button
          type="button"
          className={`button ${isReady && reasons.length === 0 ? 'main' : ''}`}
          disabled={!isReady || isBusy}
          aria-keyshortcuts="A"
          onClick={() => void console.approve()}
        >
          {t('review.approve')}
          <kbd>A</kbd>
        </button>
      </div>
      {isRejecting && <RejectDialog application={application} onClose={() => setRejecting(false)} />}
    </footer>
  )
}
