/** What text messages say: what has happened, to which company's certificates, and nothing about people. */
import type { MessageKind } from '#core/application/messages'
import type { ApplicationKind } from '#core/application/state'

const WHAT: { readonly [kind in ApplicationKind]: string } = {
  claim: '认领申请',
  join: '加入申请',
  renew: '证书续期申请',
  recover: '证书找回申请',
  takeover: '变更管理员申请',
}

type Words = (what: string) => string

/** Only where somebody has to do something, or might not know what others do in his name. */
const WORDS: { readonly [kind in MessageKind]?: Words } = {
  'to-pay': (what) => `${what}已通过，待支付`,
  returned: (what) => `${what}被退回，待修改`,
  rejected: (what) => `${what}未通过`,
  'not-issued': (what) => `${what}不能签发，将退款`,
  refused: (what) => `${what}未获管理员同意`,
  'to-download': () => '手机证书可以下载了',
  'join-wanted': () => '有人申请加入，待处理',
  'recovery-wanted': () => '有人申请找回证书',
  'takeover-wanted': () => '有人申请变更企业管理员',
  'takeover-approved': () => '变更企业管理员的申请已通过',
  'takeover-rejected': () => '变更企业管理员的申请未通过',
  'administrator-replaced': () => '企业管理员已变更',
  renewable: () => '手机证书将到期，可以续期',
  revoked: () => '手机证书已注销',
  removed: () => '已将你移出企业人员',
  'handover-offered': () => '管理员想把管理权移交给你',
}

/** What vendors let a parameter of a template hold. */
const MOST = 35

export const isNoticed = (kind: MessageKind): boolean => kind in WORDS

/** At most 35 letters; a company's name is cut off where it is too long. Null for what is not sent. */
export const noticeOf = (kind: MessageKind, application: ApplicationKind, company: string): string | null => {
  const words = WORDS[kind]?.(WHAT[application])
  if (words === undefined) return null
  const room = MOST - words.length - 2
  const letters = [...company]
  const name = letters.length <= room ? company : `${letters.slice(0, room - 1).join('')}…`
  return `“${name}”${words}`
}
