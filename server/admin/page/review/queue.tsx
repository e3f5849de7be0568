import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { clock, day } from '#resources/kit/time.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { hoursAndMinutes } from '../format.ts'
import { SearchForm } from '../search-form.tsx'
import { needsTwo, type Kind, type Queue as Found, type QueueItem } from './flow.ts'

export const KINDS = ['claim', 'join', 'recover', 'renew', 'takeover'] as const satisfies readonly Kind[]

export const waitingIn = ({ counts }: Pick<Found, 'counts'>): number =>
  counts.claim + counts.join + counts.recover + counts.renew + counts.takeover

/** 12:31 today, 11-24 before. */
const since = (time: number): string => (day(time) === day(Date.now()) ? clock(time) : day(time).slice(5))

const Item = ({ item, isOpen }: { item: QueueItem; isOpen: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const button = useRef<HTMLButtonElement>(null)
  const { id, company, kind, isAgain, approvedBy, submittedAt } = item
  useEffect(() => {
    if (isOpen) button.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  return (
    <li>
      <button
        ref={button}
        type="button"
        title={company}
        {...(isOpen ? { 'aria-current': true } : {})}
        onClick={() => void console.openApplication(id)}
      >
        <b className="clip">{company}</b>
        <span className="small">
          <span>{t(`order.kind.${kind}`)}</span>
          {isAgain && <span className="warn">{t('review.again')}</span>}
          {needsTwo(kind) && (
            <span className="warn">{approvedBy === null ? t('review.two') : t('review.one-more')}</span>
          )}
          {submittedAt !== null && <span>{since(submittedAt)}</span>}
        </span>
      </button>
    </li>
  )
}

const Tabs = ({ counts, kind }: { counts: Found['counts']; kind: Kind | null }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const tabs = [
    { kind: null, name: t('review.all'), count: waitingIn({ counts }) },
    ...KINDS.map((each) => ({ kind: each, name: t(`review.kind.${each}`), count: counts[each] })),
  ]
  return (
    <div className="kinds" role="group" aria-label={t('review.kinds')}>
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          aria-pressed={tab.kind === kind}
          onClick={() => void console.chooseKind(tab.kind)}
        >
          <b>{tab.count}</b>
          {tab.name}
        </button>
      ))}
    </div>
  )
}

const Longest = ({ span }: { span: number }) => {
  const { t } = useTranslation()
  const { hours, minutes } = hoursAndMinutes(span)
  return (
    <span className="small quiet">
      {hours >= 48 && t('review.longest.days', { count: Math.floor(hours / 24) })}
      {hours >= 1 && hours < 48 && t('review.longest.hours', { count: hours })}
      {hours < 1 && t('review.longest.minutes', { count: minutes })}
    </span>
  )
}

/** What waits, longest first. */
export const Queue = ({ queue }: { queue: Found }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const kind = useConsoleState((state) => state.queueKind)
  const text = useConsoleState((state) => state.queueText)
  const openId = useConsoleState((state) => state.openId)
  const isBusy = useConsoleState((state) => state.isBusy)
  const told = useConsoleState((state) => state.told)
  const { applications, longest, next, counts } = queue
  return (
    <nav className="queue" aria-label={t('review.queue')}>
      <header>
        <h1 className="grow">{t('review.queue')}</h1>
        {longest !== null && <Longest span={longest} />}
        <button
          type="button"
          className="tool"
          title={t('act.refresh')}
          aria-label={t('act.refresh')}
          disabled={isBusy}
          onClick={() => void console.refresh()}
        >
          <Icon name="refresh" />
        </button>
      </header>
      <Tabs counts={counts} kind={kind} />
      <SearchForm
        key={text}
        label={t('companies.search')}
        text={text}
        onSearch={(wanted) => void console.searchQueue(wanted)}
      />
      <ul>
        {applications.map((item) => (
          <Item key={item.id} item={item} isOpen={item.id === openId} />
        ))}
      </ul>
      {next !== null && (
        <button type="button" className="button small" disabled={isBusy} onClick={() => void console.moreQueue()}>
          {t('review.more')}
        </button>
      )}
      <p className={`told small ${told?.what === 'changed' ? 'warn' : ''}`} role="status">
        {told !== null && t(`told.${told.what}`, { company: told.company })}
      </p>
    </nav>
  )
}
