/** What a phone asks of its server, in memory, with a say in what goes wrong. */
import { toBase64url } from '#core/bytes/base64url'
import { equalBytes, toHex, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { readCsr } from '#core/certificate/request'
import { EMPTY_FORM } from '#core/application/form'
import { holdingRevocation, type HeldCertificate } from '#core/application/holding'
import { issueRequest } from '#core/application/issuing'
import { enrolmentRequest, shareChange, shareRelease, shareRequest } from '#core/certificate/enrolment'
import { endOfProfile } from '#core/certificate/profiles'
import { issueCertificate } from '#core/certificate/issue'
import { envelop } from '#core/cms/auth-enveloped'
import { AppError, errorShape } from '#core/errors'
import type { FetchLike, HttpAnswer } from '#agent/http'
import type { CredentialView } from '#agent/views'
import { COMPANY, crlOf, party, random, sealRecord, type TestAuthority } from './authority.ts'
import { PIN, type TestPhone } from './phone.ts'

const TRIES = 5

export interface KeptShare {
  readonly share: Bytes
  readonly verifier: Bytes
  readonly tries: number
}

export interface Issued {
  company: string
  signing: Bytes[]
  encryption: Bytes[]
  encryptionKey: Bytes
  seals: Bytes[]
  root: Bytes
}

/** An application that was paid for. */
export interface PaidFor {
  /** What certificates were issued to, once they were. */
  csr: string | null
  answer: HttpAnswer | null
  /** What has been released, as it travels. */
  keys: readonly object[]
  /** The statement that gave the certificates up. */
  revocation: { readonly at: number; readonly signature: Bytes } | null
}

export interface PhoneServer {
  readonly fetch: FetchLike
  /** What it keeps, by name. */
  readonly shares: Map<string, KeptShare>
  /** Paths in the order in which they were asked for. */
  readonly asked: string[]
  /** Applications that were paid for, by their ids. */
  readonly applications: Map<string, PaidFor>
  /** What the person who is logged in holds. */
  held: readonly HeldCertificate[]
  root: Bytes
  crl: Bytes
  isDemo: boolean
  /** Throws to lose a request before it is acted upon, or its answer afterwards. */
  cut: (path: string, when: 'request' | 'answer') => void
  /** Changes what an applicant gets. */
  tamper: (issued: Issued) => Issued | Promise<Issued>
}

const DAY = 24 * 3600 * 1000

/** Certificates for a request, as the authority makes them. */
const issue = async (authority: TestAuthority, csr: Bytes, person: string): Promise<Issued> => {
  const { issuing } = authority
  const subject = { ...COMPANY, person }
  const notBefore = new Date(Date.now() - DAY)
  const signing = await issueCertificate({
    profile: 'company-signing',
    subject,
    publicKey: (await readCsr(csr)).spki,
    issuer: issuing.certificate,
    signingKey: issuing.privateKey,
    serial: random(16),
    notBefore,
    notAfter: endOfProfile('company-signing', notBefore),
    urls: {
      crl: 'http://localhost:4180/ca/issuing.crl',
      issuer: 'http://localhost:4180/ca/issuing.crt',
      ocsp: 'http://localhost:4180/ca/ocsp',
    },
  })
  const encryption = await party('company-encryption', { subject, issuer: issuing })
  return {
    company: COMPANY.company,
    signing: [signing, issuing.der],
    encryption: [encryption.der, issuing.der],
    encryptionKey: await envelop(encryption.pkcs8, signing, random),
    seals: [await sealRecord(authority, signing)],
    root: authority.root.der,
  }
}

const spelled = ({ company, signing, encryption, encryptionKey, seals }: Issued) => ({
  company,
  signing: signing.map(toBase64url),
  encryption: encryption.map(toBase64url),
  encryptionKey: toBase64url(encryptionKey),
  seals: seals.map(toBase64url),
})

/** An application's answer, as far as the phone looks at it. */
const applicationOf = (id: string, { answer: issued }: PaidFor) => ({
  ...{ id, kind: 'claim', state: issued === null ? 'paid' : 'issued', version: 1 },
  ...{ creditCode: COMPANY.creditCode, company: COMPANY.company, createdAt: 0, changedAt: 0, submittedAt: 0 },
  ...{ form: EMPTY_FORM, warnings: [], possible: [], history: [] },
})

/** Certificates as the server lists them. */
export const heldOf = (application: string, more: Partial<HeldCertificate> = {}): HeldCertificate => ({
  ...{ application, kind: 'claim', creditCode: COMPANY.creditCode ?? '', company: COMPANY.company, person: '' },
  ...{ organisation: { id: 'bidseal', name: '' }, signing: '', encryption: '', fingerprint: '', notBefore: 0 },
  ...{ notAfter: 0, state: 'in-force', revokedAt: null, isRenewable: false, isRecoverable: true, next: null },
  ...{ tags: [], ...more },
})

const answer = (status: number, json: unknown): HttpAnswer => ({ status, json, bytes: new Uint8Array() })
const file = (bytes: Bytes): HttpAnswer => ({ status: 200, json: null, bytes })

/** A fresh one that was paid for. */
export const paidApplication = (server: PhoneServer): string => {
  const id = toHex(random(16))
  server.applications.set(id, { csr: null, answer: null, keys: [], revocation: null })
  return id
}

/** Certificates that renew those of a credential, for an application of their own. */
export const renewOn = (server: PhoneServer, { agent }: TestPhone, renews: string): Promise<CredentialView> =>
  agent.download({
    ...{ application: paidApplication(server), creditCode: COMPANY.creditCode ?? '', pin: PIN, device: '' },
    renews,
  })

const STATUS: { readonly [code: string]: number } = { 'pin-wrong': 403, 'pin-locked': 423, 'not-authorised': 403 }

export const phoneServer = async (authority: TestAuthority): Promise<PhoneServer> => {
  const shares = new Map<string, KeptShare>()
  const asked: string[] = []
  const applications = new Map<string, PaidFor>()

  const paidFor = (id: string): PaidFor => {
    const found = applications.get(id)
    if (found === undefined) throw new AppError('not-authorised')
    return found
  }

  const prove = async (id: Bytes, proof: Bytes): Promise<KeptShare> => {
    const name = toBase64url(id)
    const kept = shares.get(name)
    if (kept === undefined) throw new AppError('not-authorised')
    if (kept.tries >= TRIES) throw new AppError('pin-locked')
    const isRight = equalBytes(await sha256(proof), kept.verifier)
    const tries = isRight ? 0 : kept.tries + 1
    shares.set(name, { ...kept, tries })
    if (isRight) return kept
    throw tries === TRIES ? new AppError('pin-locked') : new AppError('pin-wrong', { triesLeft: TRIES - tries })
  }

  const routes: { readonly [path: string]: (body: unknown, id: string) => Promise<HttpAnswer> } = {
    '/api/status': async () => answer(200, { name: 'bidseal', demo: server.isDemo }),
    '/ca/root.crt': async () => file(server.root),
    '/ca/issuing.crl': async () => file(server.crl),
    '/api/enrolments': async (body) => {
      const { csr, person, creditCode } = enrolmentRequest.parse(body)
      if (creditCode !== COMPANY.creditCode) throw new AppError('company-unknown')
      const issued = await server.tamper(await issue(authority, csr, person))
      return answer(201, spelled(issued))
    },
    '/api/applications/:id': async (_, id) => answer(200, applicationOf(id, paidFor(id))),
    '/api/applications/:id/certificates': async (body, id) => {
      const paid = paidFor(id)
      const { csr } = issueRequest.parse(body)
      const spelling = toBase64url(csr)
      if (paid.answer !== null && paid.csr !== spelling) throw new AppError('order-conflict')
      if (paid.answer === null) {
        const issued = await server.tamper(await issue(authority, csr, '王敏'))
        Object.assign(paid, {
          csr: spelling,
          answer: answer(200, { ...spelled(issued), root: toBase64url(issued.root) }),
        })
      }
      return paid.answer ?? answer(500, null)
    },
    '/api/applications/:id/keys': async (_, id) => answer(200, { isComplete: true, keys: paidFor(id).keys }),
    '/api/certificates': async () => answer(200, { certificates: server.held }),
    '/api/certificates/:id/revoke': async (body, id) => {
      const paid = paidFor(id)
      paid.revocation ??= holdingRevocation.parse(body)
      return answer(200, heldOf(id, { state: 'revoked', revokedAt: paid.revocation.at }))
    },
    '/api/shares': async (body) => {
      const { id, share, verifier } = shareRequest.parse(body)
      shares.set(toBase64url(id), { share, verifier, tries: 0 })
      return answer(201, {})
    },
    '/api/shares/release': async (body) => {
      const { id, proof } = shareRelease.parse(body)
      return answer(200, { share: toBase64url((await prove(id, proof)).share) })
    },
    '/api/shares/change': async (body) => {
      const { id, proof, verifier } = shareChange.parse(body)
      shares.set(toBase64url(id), { ...(await prove(id, proof)), verifier, tries: 0 })
      return answer(200, {})
    },
  }

  const server: PhoneServer = {
    fetch: async (path, { body }) => {
      asked.push(path)
      server.cut(path, 'request')
      const [, id = ''] = /\/([0-9a-f]{32})(?:\/|$)/.exec(path) ?? []
      const route = routes[id === '' ? path : path.replace(id, ':id')]
      const answered =
        route === undefined
          ? answer(404, null)
          : await route(body, id).catch((error: unknown) => {
              const shape = errorShape(error)
              return answer(STATUS[shape.code] ?? 400, { error: shape })
            })
      server.cut(path, 'answer')
      return answered
    },
    shares,
    asked,
    applications,
    held: [],
    root: authority.root.der,
    crl: await crlOf(authority.issuing),
    isDemo: true,
    cut: () => undefined,
    tamper: (issued) => issued,
  }
  return server
}
