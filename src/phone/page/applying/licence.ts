/** What the QR code of a business licence says of its company. Pure. */
import { isCreditCode } from '#core/certificate/credit-code'
import type { CompanyDraft } from './draft.ts'

export interface LicenceFacts {
  readonly creditCode: string
  /** Where the code says it; newer licences lead to the register and name the credit code only. */
  readonly name: string | null
}

const CODES = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g
const NAME = /名称\s*[:：]\s*([^;；,，\r\n]{2,100})/

const plain = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    // no address
    return text
  }
}

/** Null for a text without a credit code whose check character is right. */
export const licenceFactsIn = (text: string): LicenceFacts | null => {
  const said = plain(text)
  const creditCode = said.toUpperCase().match(CODES)?.find(isCreditCode)
  if (creditCode === undefined) return null
  return { creditCode, name: NAME.exec(said)?.[1]?.trim() ?? null }
}

/** With what the licence says where nothing was filled in. */
export const filledFrom = (licence: LicenceFacts, company: CompanyDraft): CompanyDraft => ({
  ...company,
  creditCode: company.creditCode === '' ? licence.creditCode : company.creditCode,
  name: company.name === '' && licence.name !== null ? licence.name : company.name,
})
