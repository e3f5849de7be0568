import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { useConsole, useConsoleState } from '../context.tsx'
import { Decision, useReasons } from './decision.tsx'
import { Facts } from './facts.tsx'
import { draftOf, type Application, type Draft } from './flow.ts'
import { HelpDialog } from './help.tsx'
import { isTypedInto, keyAct, type KeyAct } from './keys.ts'
import { Past } from './past.tsx'
import { Queue, waitingIn } from './queue.tsx'
import { Viewer, type ViewerHandle } from './viewer.tsx'

interface DetailsProps {
  readonly application: Application
  readonly draft: Draft
  readonly words: React.RefObject<HTMLTextAreaElement | null>
  readonly onHelp: () => void
}

const Details = ({ application, draft, words, onHelp }: DetailsProps) => {
  const { t } = useTranslation()
  const { id, kind, applicant, submissions, approvedBy, history } = application
  return (
    <aside className="details" aria-label={t('review.details')}>
      <header>
        <div className="row">
          <h2 className="grow">{t(`order.kind.${kind}`)}</h2>
          {approvedBy !== null && <span className="tag warn">{t('review.approved-by', { officer: approvedBy })}</span>}
          {submissions > 1 && <span className="tag warn">{t('review.submissions', { count: submissions })}</span>}
          <button type="button" className="tool" title={t('keys.title')} aria-label={t('keys.title')} onClick={onHelp}>
            <Icon name="question" />
          </button>
        </div>
        <p className="small second clip">
          <span className="mono">{id.slice(0, 8).toUpperCase()}</span>
          {applicant !== null && t('review.by', { name: applicant.name, mobile: applicant.mobile })}
        </p>
      </header>
      <div className="body" tabIndex={0} role="group" aria-label={t('review.details')}>
        <Facts application={application} draft={draft} />
        <Past history={history} />
      </div>
      <Decision application={application} draft={draft} words={words} />
    </aside>
  )
}

const Nothing = ({ isSearch }: { isSearch: boolean }) => {
  const { t } = useTranslation()
  return (
    <section className="nothing">
      <Icon name="checked" size={32} />
      <h2>{isSearch ? t('review.none') : t('review.empty')}</h2>
      {!isSearch && <p className="second">{t('review.empty.why')}</p>}
    </section>
  )
}

/** The work of a reviewer: what waits, its pictures, and what they are compared with. */
export const Review = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const queue = useConsoleState((state) => state.queue)
  const application = useConsoleState((state) => state.application)
  const drafts = useConsoleState((state) => state.drafts)
  const viewer = useRef<ViewerHandle | null>(null)
  const words = useRef<HTMLTextAreaElement>(null)
  const [isHelping, setHelping] = useState(false)
  const reasonsOf = useReasons()
  const draft = application === null ? null : draftOf({ drafts }, application)
  const setViewer = useCallback((handle: ViewerHandle | null) => {
    viewer.current = handle
  }, [])

  const act = (wanted: KeyAct): void => {
    const tick = 'at' in wanted ? application?.checklist.ticks[wanted.at] : undefined
    switch (wanted.act) {
      case 'step':
        return void console.step(wanted.by)
      case 'yes':
      case 'no':
        return tick === undefined ? undefined : console.mark(tick, wanted.act)
      case 'approve':
        return void console.approve()
      case 'return':
        return words.current?.focus()
      case 'send-back':
        return void (draft !== null && console.sendBack(reasonsOf(draft)))
      case 'help':
        return setHelping(true)
      case 'turn':
        return viewer.current?.turn()
      case 'larger':
        return viewer.current?.zoom(1)
      case 'smaller':
        return viewer.current?.zoom(-1)
      case 'fit':
        return viewer.current?.fit()
      case 'picture':
        return viewer.current?.step(wanted.by)
    }
  }

  const latest = useRef(act)
  /** Before anybody can press a key about what is on the screen. */
  useLayoutEffect(() => {
    latest.current = act
  })
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isInDialog = document.querySelector('dialog[open]') !== null
      const wanted = keyAct(event, { isTyping: isTypedInto(document.activeElement), isInDialog })
      if (wanted === null) return
      event.preventDefault()
      latest.current(wanted)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  if (queue === null) return null
  const isEmpty = queue.applications.length === 0
  return (
    <div className="review">
      <Queue queue={queue} />
      {isEmpty && <Nothing isSearch={waitingIn(queue) > 0} />}
      {!isEmpty && (application === null || draft === null) && (
        <p className="nothing second" role="status">
          {t('review.opening')}
        </p>
      )}
      {application !== null && draft !== null && (
        <>
          <Viewer key={application.id} application={application} onReady={setViewer} />
          <Details application={application} draft={draft} words={words} onHelp={() => setHelping(true)} />
        </>
      )}
      {isHelping && <HelpDialog onClose={() => setHelping(false)} />}
    </div>
  )
}
