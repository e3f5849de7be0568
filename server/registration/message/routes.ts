/** A person's messages over HTTP. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { MESSAGE_KINDS, messageList, messageParameter, pageQuery, readThrough } from '#core/application/messages'
import { KINDS, STATES } from '#core/application/state'
import { AppError } from '#core/errors'
import { nothing } from '#core/identity/account'
import type { Store } from '../../store/store.ts'
import { nextAfter, readAfter } from '../application/view.ts'
import { wordOf } from '../application/words.ts'
import { requireAccount } from '../guard.ts'
import type { Outbox } from './outbox.ts'

export interface MessageRoutesOptions {
  readonly store: Store
  readonly outbox: Outbox
  readonly now: () => number
}

const PAGE = 20

export const messageRoutes = (scope: FastifyInstance, { store, outbox, now }: MessageRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/messages', { schema: { querystring: pageQuery, response: { 200: messageList } } }, async (request) => {
    const account = requireAccount(request).id
    await outbox.run()
    const rows = await store.messages.inbox(account, readAfter(request.query.after), PAGE)
    const messages = rows.map(({ id, kind, at, readAt, application, applicationKind, company, creditCode, state }) => ({
      ...{ id, kind: wordOf(MESSAGE_KINDS, kind), at, isRead: readAt !== null },
      application: {
        ...{ id: application, company, creditCode },
        ...{ kind: wordOf(KINDS, applicationKind), state: wordOf(STATES, state) },
      },
    }))
    const unread = await store.messages.countUnread(account)
    return { unread, messages, next: nextAfter(messages.at(-1), rows.length, PAGE) }
  })

  typed.post(
    '/messages/:id/read',
    { schema: { params: messageParameter, response: { 200: nothing } } },
    async (request) => {
      if (!(await store.messages.read(requireAccount(request).id, request.params.id, now())))
        throw new AppError('file-not-found')
      return {}
    },
  )

  typed.post('/messages/read', { schema: { body: readThrough, response: { 200: nothing } } }, async (request) => {
    await store.messages.readAll(requireAccount(request).id, request.body.until, now())
    return {}
  })
}
