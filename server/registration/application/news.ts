/** Who is told what when an application moves. */
import { createHash } from 'node:crypto'
import type { MessageKind } from '#core/application/messages'
import type { ApplicationEvent, ApplicationKind, ApplicationState } from '#core/application/state'
import type { MessageRow } from '../../store/messages.ts'

export interface News {
  readonly to: 'applicant' | 'administrator'
  readonly kind: MessageKind
}

const OF_EVENT: { readonly [event in ApplicationEvent]: MessageKind | null } = {
  submit: 'submitted',
  withdraw: null,
  agree: 'agreed',
  refuse: 'refused',
  approve: 'to-pay',
  return: 'returned',
  reject: 'rejected',
  pay: 'to-download',
  refund: 'refunded',
  issue: 'issued',
  fail: 'not-issued',
  expire: 'expired',
}

const TO_ADMINISTRATOR: { readonly [kind in ApplicationKind]?: MessageKind } = {
  join: 'join-wanted',
  recover: 'recovery-wanted',
  takeover: 'takeover-wanted',
}

/** What the administrator hears of whoever wants his place. */
const OF_TAKEOVER: { readonly [state in ApplicationState]?: MessageKind } = {
  'awaiting-payment': 'takeover-approved',
  rejected: 'takeover-rejected',
}

export const newsOf = (kind: ApplicationKind, event: ApplicationEvent, to: ApplicationState): readonly News[] => {
  const told = to === 'approved-once' ? 'half-approved' : OF_EVENT[event]
  const decided = kind === 'takeover' ? OF_TAKEOVER[to] : undefined
  const asked = event === 'submit' ? TO_ADMINISTRATOR[kind] : decided
  return [
    ...(told === null ? [] : [{ to: 'applicant', kind: told } as const]),
    ...(asked === undefined ? [] : [{ to: 'administrator', kind: asked } as const]),
  ]
}

/** The same for the same message about the same move, so that it is delivered once however often it is sent. */
export const messageId = ({ account, application, kind }: Omit<MessageRow, 'id' | 'at'>, version: number): string =>
  createHash('sha256')
    .update(JSON.stringify([account, application, version, kind]))
    .digest('hex')
