/**
 * Text messages about what lies in inboxes. Each is remembered before it is sent, under an id by which
 * the gateway knows a message that it has had: killed in between, it is sent again and arrives once.
 */
import { createHash } from 'node:crypto'
import { MESSAGE_KINDS } from '#core/application/messages'
import { asAppError, type AppError } from '#core/errors'
import type { SmsGateway } from '../../outside/sms.ts'
import type { MessageRow } from '../../store/messages.ts'
import type { NoticeRow } from '../../store/notices.ts'
import type { Store } from '../../store/store.ts'
import { kindOf, wordOf } from '../application/words.ts'
import { isNoticed, noticeOf } from './notice-words.ts'

export interface Notices {
  /** Has a message sent that is worth it; does nothing for one that it has had. */
  add(message: MessageRow): Promise<void>
  /** Sends what is due, once. What fails waits. */
  run(): Promise<void>
}

export interface NoticesOptions {
  readonly store: Store
  readonly sms: SmsGateway
  readonly now: () => number
  /** Facts for the log; never personal data. */
  readonly warn: (facts: object) => void
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const BATCH = 20
/** After which nobody is told by text message any more: it lies in the inbox. */
const MOST_ATTEMPTS = 8
/** As long as gateways remember the messages that they have had, and some minutes less. */
const REMEMBERED = 10 * MINUTE
/** Nothing was sent: nobody was there. */
const NOBODY: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']

/** Whether its phone was never reached. */
export const isGivenUp = ({ attempt }: NoticeRow): boolean => attempt >= MOST_ATTEMPTS

/** For an attempt: the same for the same. */
const sentId = ({ id, attempt }: NoticeRow): string =>
  createHash('sha256')
    .update(JSON.stringify([id, attempt]))
    .digest('hex')
    .slice(0, 32)

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined)

/** Whether the gateway may have sent it all the same: its answer is missing, or cannot be read. */
const isOpen = ({ code, details, cause }: AppError): boolean => {
  if (code !== 'service-unavailable') return code === 'internal'
  const reason = String(details['reason'])
  if (reason !== 'unreachable') return ['timeout', 'too-large', 'malformed'].includes(reason) || /^status-/.test(reason)
  const below = causeOf(cause)
  return !NOBODY.includes(below instanceof Error && 'code' in below ? below.code : undefined)
}

/** When it is tried next after clear refusals: after a minute, two, four, at most after an hour. */
const pause = (attempt: number): number => Math.min(MINUTE * 2 ** attempt, HOUR)

export const createNotices = ({ store, sms, now, warn }: NoticesOptions): Notices => {
  const compose = async ({ account, application, kind }: NoticeRow) => {
    const [person, about] = await Promise.all([store.accounts.find(account), store.applications.find(application)])
    if (person === null || about === null) return null
    const title = noticeOf(wordOf(MESSAGE_KINDS, kind), kindOf(about), about.company)
    return title === null ? null : ({ mobile: person.mobile, template: 'notice', params: { title } } as const)
  }

  const giveUp = async (row: NoticeRow, code: string): Promise<void> => {
    warn({ event: 'notice-not-sent', message: row.id, code })
    await store.notices.change(row, { attempt: MOST_ATTEMPTS, dueAt: null })
  }

  const failed = async (row: NoticeRow, error: AppError): Promise<void> => {
    if (error.code === 'service-missing' || error.code === 'invalid-input') return giveUp(row, error.code)
    // As it is, it is due again in a minute, under the same id.
    if (isOpen(error)) return
    const attempt = row.attempt + 1
    if (attempt >= MOST_ATTEMPTS) return giveUp(row, error.code)
    await store.notices.change(row, { attempt, triedAt: null, dueAt: now() + pause(attempt) })
  }

  const send = async (due: NoticeRow): Promise<void> => {
    // Nobody knows whether it was sent, and the gateway does not either by now: once is enough.
    if (due.triedAt !== null && now() - due.triedAt > REMEMBERED) return giveUp(due, 'service-unavailable')
    const row = { ...due, triedAt: due.triedAt ?? now(), dueAt: now() + MINUTE }
    if (!(await store.notices.change(due, { triedAt: row.triedAt, dueAt: row.dueAt }))) return
    try {
      const message = await compose(row)
      if (message !== null) await sms.send({ ...message, id: sentId(row) })
      await store.notices.change(row, { dueAt: null })
    } catch (error) {
      await failed(row, asAppError(error))
    }
  }

  return {
    add: async ({ id, account, application, kind }) => {
      if (isNoticed(wordOf(MESSAGE_KINDS, kind)))
        await store.notices.add({ id, account, application, kind, dueAt: now() })
    },

    run: async () => {
      for (const row of await store.notices.due(now(), BATCH)) await send(row)
    },
  }
}
