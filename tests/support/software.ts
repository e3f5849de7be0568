/** A company with software certificates in files: trusted root, lists, key files, a seal. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { toPem } from '#core/certificate/pem'
import { writePkcs12 } from '#core/certificate/pkcs12'
import { COMPANY, crlOf, party, sealRecord, testAuthority, type Facts, type TestParty } from './authority.ts'

const HOUR = 3600 * 1000
const PASSWORD = '示范 pass 42'

const fromNow = (hours: number): Date => new Date(Date.now() + hours * HOUR)

export interface SoftwareOptions {
  readonly company?: string
  readonly creditCode?: string
  /** Whether the lists name the signing certificate. */
  readonly revoked?: boolean
  /** Whether the lists' time is over. */
  readonly stale?: boolean
  /** Where the company's certificates say that the issuing authority's list is; ends with a slash. */
  readonly lists?: string
}

export interface Software {
  /** root.pem, root.crl, issuing.crl */
  readonly trust: string
  readonly root: string
  readonly rootPem: string
  readonly sign: string
  readonly encrypt: string
  readonly passwordFile: string
  readonly password: string
  readonly seal: string
  /** Of the same maker, for somebody else. */
  readonly foreignSeal: string
  /** PEM. */
  readonly encryptionCertificate: string
  readonly encryptionKey: string
  readonly company: string
}

/**
 * Writes trust/{root.pem,root.crl,issuing.crl} and identity/{sign.p12,encrypt.p12,password.txt,company.seal,
 * encrypt.pem,encrypt.key} into a folder.
 */
export const makeSoftware = async (folder: string, options: SoftwareOptions = {}): Promise<Software> => {
  const { company = COMPANY.company, creditCode = '91410100MA9ABCD16M', lists } = options
  const urls: Facts['urls'] =
    lists === undefined ? null : { crl: `${lists}issuing.crl`, issuer: `${lists}issuing.crt`, ocsp: null }
  const authority = await testAuthority()
  const { root, issuing } = authority
  const subject = { company, creditCode, person: '王敏' }
  const signing = await party('company-signing', { subject, issuer: issuing, urls })
  const encryption = await party('company-encryption', { subject, issuer: issuing, urls })
  const sealFor = (holder: TestParty): Promise<Bytes> => sealRecord(authority, holder.der, { name: `${company}公章` })
  const keyFile = ({ der, pkcs8 }: TestParty): Promise<Bytes> =>
    writePkcs12({ pkcs8, certificates: [der, issuing.der], password: PASSWORD, name: company })
  const revoked = [{ serial: signing.certificate.serial, at: fromNow(-12), reason: 1 }]
  const nextUpdate = fromNow(options.stale === true ? -1 : 24)
  const dates = { thisUpdate: fromNow(-2), nextUpdate }

  const [trust, identity] = [join(folder, 'trust'), join(folder, 'identity')]
  await mkdir(trust, { recursive: true })
  await mkdir(identity, { recursive: true })
  const rootPem = toPem('CERTIFICATE', root.der)
  const files: Readonly<Record<string, Uint8Array | string>> = {
    'trust/root.pem': rootPem,
    'trust/root.crl': await crlOf(root, dates),
    'trust/issuing.crl': await crlOf(issuing, { ...dates, revoked: options.revoked === true ? revoked : [] }),
    'identity/sign.p12': await keyFile(signing),
    'identity/encrypt.p12': await keyFile(encryption),
    'identity/password.txt': `${PASSWORD}\n`,
    'identity/company.seal': await sealFor(signing),
    'identity/foreign.seal': await sealFor(encryption),
    'identity/encrypt.pem': toPem('CERTIFICATE', encryption.der),
    'identity/encrypt.key': toPem('PRIVATE KEY', encryption.pkcs8),
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return {
    trust,
    root: join(trust, 'root.pem'),
    rootPem,
    sign: join(identity, 'sign.p12'),
    encrypt: join(identity, 'encrypt.p12'),
    passwordFile: join(identity, 'password.txt'),
    password: PASSWORD,
    seal: join(identity, 'company.seal'),
    foreignSeal: join(identity, 'foreign.seal'),
    encryptionCertificate: join(identity, 'encrypt.pem'),
    encryptionKey: join(identity, 'encrypt.key'),
    company,
  }
}

/** The plaintext that openssl finds in a slot of a bid file. Throws with its words otherwise. */
export const opensslOpenSlot = async (folder: string, envelope: Uint8Array, software: Software): Promise<Bytes> => {
  await writeFile(join(folder, 'slot.der'), envelope)
  const keys = ['-recip', software.encryptionCertificate, '-inkey', software.encryptionKey]
  const args = ['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', join(folder, 'slot.der'), ...keys]
  return ownBytes(execFileSync('openssl', args, { stdio: 'pipe' }))
}
