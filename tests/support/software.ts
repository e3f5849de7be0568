/** A company with software certificates: a root, an issuing authority, both certificates, a seal, lists. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { makeCrl } from '#core/certificate/crl'
import { issueCertificate, type IssueOptions } from '#core/certificate/issue'
import { writePkcs12 } from '#core/certificate/pkcs12'
import type { ProfileName } from '#core/certificate/profiles'
import { issueSealRecord } from '#core/certificate/seal-record'
import { sealPicture } from './seal-picture.ts'

const DAY = 24 * 3600 * 1000
const PASSWORD = '示范 pass 42'

type SubtleKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const random = (length: number): Bytes => ownBytes(randomBytes(length))
const fromNow = (days: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY)

interface Holder {
  readonly certificate: Certificate
  readonly key: SubtleKey
  readonly pkcs8: Bytes
}

interface Order {
  readonly profile: ProfileName
  readonly subject: IssueOptions['subject']
  readonly issuer?: Holder
  readonly days?: number
  /** Where the issuer's list is. */
  readonly list?: string | undefined
}

const issue = async ({ profile, subject, issuer, days = 365, list }: Order): Promise<Holder> => {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const der = await issueCertificate({
    profile,
    subject,
    publicKey: ownBytes(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))),
    issuer: issuer?.certificate ?? null,
    signingKey: issuer?.key ?? keys.privateKey,
    serial: random(12),
    notBefore: fromNow(-1),
    notAfter: fromNow(days),
    urls: list === undefined ? null : { crl: list, issuer: new URL('issuer.crt', list).href },
  })
  const pkcs8 = ownBytes(new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)))
  return { certificate: parseCertificate(der), key: keys.privateKey, pkcs8 }
}

const listOf = ({ certificate, key }: Holder, revoked: readonly Certificate[], nextUpdate: Date): Promise<Bytes> =>
  makeCrl({
    issuer: certificate,
    key,
    number: 1,
    thisUpdate: fromNow(-1),
    nextUpdate,
    revoked: revoked.map(({ serial }) => ({ serial, at: fromNow(-0.5), reason: 1 })),
  })

const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END ${label}-----\n`

export interface SoftwareOptions {
  readonly company?: string
  readonly creditCode?: string
  /** Whether the lists name the signing certificate. */
  readonly revoked?: boolean
  /** Whether the lists' time is over. */
  readonly stale?: boolean
  /** Where the certificates say that the lists are. */
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
  const { company = '河南示范建设有限公司', creditCode = '91410100MA9ABCD16M' } = options
  const listAt = (name: string) => options.lists && new URL(`${name}.crl`, options.lists).href
  const root = await issue({ profile: 'root', subject: { company: '示范机构', commonName: '示范根' }, days: 3650 })
  const authority = { company: '示范机构', commonName: '示范签发' }
  const issuing = await issue({
    profile: 'issuing',
    subject: authority,
    issuer: root,
    days: 1800,
    list: listAt('root'),
  })
  const subject = { company, creditCode, person: '王敏' }
  const signing = await issue({ profile: 'company-signing', subject, issuer: issuing, list: listAt('issuing') })
  const encryption = await issue({ profile: 'company-encryption', subject, issuer: issuing, list: listAt('issuing') })
  const maker = await issue({
    profile: 'seal-maker',
    subject: { company: '示范机构', commonName: '示范制章' },
    issuer: issuing,
  })
  const sealFor = ({ certificate }: Holder): Promise<Bytes> =>
    issueSealRecord({
      id: 'BS-TEST-1',
      kind: 'company',
      name: `${company}公章`,
      picture: sealPicture(),
      width: 42,
      height: 42,
      certificates: [certificate.der],
      createDate: fromNow(0),
      validStart: fromNow(-1),
      validEnd: fromNow(300),
      maker: { certificate: maker.certificate.der, key: maker.key },
    })
  const keyFile = ({ certificate, pkcs8 }: Holder): Promise<Bytes> =>
    writePkcs12({
      pkcs8,
      certificates: [certificate.der, issuing.certificate.der],
      password: PASSWORD,
      name: company,
      random,
    })

  const [trust, identity] = [join(folder, 'trust'), join(folder, 'identity')]
  await mkdir(trust, { recursive: true })
  await mkdir(identity, { recursive: true })
  const nextUpdate = options.stale === true ? fromNow(-0.25) : fromNow(7)
  const rootPem = pem('CERTIFICATE', root.certificate.der)
  const files: Readonly<Record<string, Uint8Array | string>> = {
    'trust/root.pem': rootPem,
    'trust/root.crl': await listOf(root, [], nextUpdate),
    'trust/issuing.crl': await listOf(issuing, options.revoked === true ? [signing.certificate] : [], nextUpdate),
    'identity/sign.p12': await keyFile(signing),
    'identity/encrypt.p12': await keyFile(encryption),
    'identity/password.txt': `${PASSWORD}\n`,
    'identity/company.seal': await sealFor(signing),
    'identity/foreign.seal': await sealFor(encryption),
    'identity/encrypt.pem': pem('CERTIFICATE', encryption.certificate.der),
    'identity/encrypt.key': pem('PRIVATE KEY', encryption.pkcs8),
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
