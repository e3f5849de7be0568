/** What people are told when somebody leaves a company, or when its administration changes hands. */
import { createHash } from 'node:crypto'
import type { MessageKind } from '#core/application/messages'
import type { MessageRow } from '../../store/messages.ts'

export interface MemberNews {
  /** Who is told. */
  readonly account: string
  readonly kind: MessageKind
}

/**
 * @param application of the member whom it is about
 * @param cause what it is about: the same message about the same is one message
 */
export const memberMessages = (
  application: string,
  cause: string,
  at: number,
  news: readonly MemberNews[],
): readonly MessageRow[] =>
  news.map(({ account, kind }) => {
    const id = createHash('sha256')
      .update(JSON.stringify([account, application, kind, cause]))
      .digest('hex')
    return { id, account, application, kind, at }
  })
