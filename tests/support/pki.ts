/** Somebody who signs, with a root of their own above. */
import type { Bytes } from '#core/bytes/bytes'
import { toPem } from '#core/certificate/pem'
import { keySigner, type Signer } from '#core/cms/signer'
import { COMPANY, party, URLS, type TestParty } from './authority.ts'

export interface TestSigner extends Signer {
  /** DER of the root. */
  readonly root: Bytes
  readonly rootPem: string
  readonly privateKey: TestParty['privateKey']
}

/** A signer whose chain is [signing certificate, root], valid from a day ago for a year. */
export const testSigner = async (company = COMPANY.company): Promise<TestSigner> => {
  const root = await party('root', { subject: { company: 'BidSeal Test Root' } })
  const subject = { ...COMPANY, company }
  // Judges would take a responder that cannot be reached for a fault.
  const urls = { ...URLS, ocsp: null }
  const { der, privateKey } = await party('company-signing', { subject, issuer: root, urls })
  return {
    ...keySigner(privateKey, [der, root.der]),
    root: root.der,
    rootPem: toPem('CERTIFICATE', root.der),
    privateKey,
  }
}
