/** Where messages lead. Pure. */
import type { MessageKind, MessageList } from '#core/application/messages'
import type { Screen } from '../app/screen.ts'

export type Message = MessageList['messages'][number]

/** Those about other people of a company, and about who administers it. */
const OF_COMPANY: readonly MessageKind[] = [
  'recovery-wanted',
  'takeover-wanted',
  'takeover-approved',
  'takeover-rejected',
  'member-removed',
  'member-left',
  'handover-offered',
  'handover-made',
  'administrator-now',
  'administrator-no-more',
  'handover-declined',
  'handover-withdrawn',
  'handover-expired',
]
/** Those about one's own certificates. */
const OF_CERTIFICATES: readonly MessageKind[] = ['issued', 'revoked', 'renewable']

/** What a message is about: somebody's wish to join, a company, one's certificates, or an application of one's own. */
export const wayOf = ({ kind, application: { id, creditCode } }: Pick<Message, 'kind' | 'application'>): Screen => {
  if (kind === 'join-wanted') return { at: 'joining', creditCode, application: id }
  if (OF_COMPANY.includes(kind)) return { at: 'company', creditCode }
  return OF_CERTIFICATES.includes(kind) ? { at: 'certificates' } : { at: 'application', application: id }
}
