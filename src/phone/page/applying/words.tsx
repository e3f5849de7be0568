/** Where applications stand and what has become of them, in words. */
import { useTranslation } from 'react-i18next'
import { ISSUING_FAILURES } from '#core/application/issuing'
import type { ApplicationItem, HistoryItem } from '#core/application/messages'

/** Why it was decided so, as was said last. */
export const reasonsOf = (history: readonly HistoryItem[]): readonly string[] => history.at(-1)?.reasons ?? []

/** A reason as somebody wrote it, or as the server names it. */
export const useReason = (): ((item: Pick<HistoryItem, 'event'>, reason: string) => string) => {
  const { t } = useTranslation()
  return ({ event }, reason) => {
    const failure = event === 'fail' ? ISSUING_FAILURES.find((each) => each === reason) : undefined
    return failure === undefined ? reason : t(`apply.failure.${failure}`)
  }
}

/** What happens next. */
export const useNext = (): ((application: Pick<ApplicationItem, 'kind' | 'state'>) => string) => {
  const { t } = useTranslation()
  return ({ kind, state }) => {
    if (kind === 'join' && state === 'submitted') return t('apply.next.administrator')
    if ((kind === 'recover' || kind === 'takeover') && (state === 'submitted' || state === 'approved-once'))
      return t('apply.next.two')
    return t(`apply.next.${state}`)
  }
}

/** What happened, as somebody tells it who sees all of it. */
export const useEvent = (): ((item: Pick<HistoryItem, 'event' | 'state' | 'role'>) => string) => {
  const { t } = useTranslation()
  return ({ event, state }) => t(state === 'approved-once' ? 'apply.event.half-approved' : `apply.event.${event}`)
}
