/** Words that forms share. */
import type { IdType, SealKind } from '#core/application/form'
import type { ApplicationKind } from '#core/application/state'

export const ID_TYPE_NAMES: { readonly [type in IdType]: string } = {
  'identity-card': '居民身份证',
  passport: '护照',
  'hong-kong-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'residence-permit': '外国人永久居留身份证',
}

export const SEAL_NAMES: { readonly [kind in SealKind]: string } = {
  company: '企业公章',
  contract: '合同专用章',
  finance: '财务专用章',
  'legal-person': '法定代表人名章',
}

export const KIND_NAMES: { readonly [kind in ApplicationKind]: string } = {
  claim: '企业认领（新办）',
  join: '加入企业',
  recover: '证书找回',
  renew: '证书续期',
  takeover: '变更企业管理员',
}

const CHINA = 8 * 3600_000

/** The day in China. */
export const dayOf = (at: number): string => new Date(at + CHINA).toISOString().slice(0, 10)

/** 2026年11月25日. @param day as in `2026-11-25` */
export const dayInWords = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${year}年${Number(month)}月${Number(date)}日`
}
