/** What a phone asks of its server, in memory, with a say in what goes wrong. */
import { toBase64url } from '#core/bytes/base64url'
import { equalBytes, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { readCsr } from '#core/certificate/request'
import { enrolmentRequest, shareChange, shareRelease, shareRequest } from '#core/certificate/enrolment'
import { endOfProfile } from '#core/certificate/profiles'
import { issueCertificate } from '#core/certificate/issue'
import { envelop } from '#core/cms/auth-enveloped'
import { AppError, errorShape } from '#core/errors'
import type { FetchLike, HttpAnswer } from '#agent/http'
import { COMPANY, crlOf, party, random, sealRecord, type TestAuthority } from './authority.ts'

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
}

export interface PhoneServer {
  readonly fetch: FetchLike
  /** What it keeps, by name. */
  readonly shares: Map<string, KeptShare>
  /** Paths in the order in which they were asked for. */
  readonly asked: string[]
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
  }
}

const answer = (status: number, json: unknown): HttpAnswer => ({ status, json, bytes: new Uint8Array() })
const file = (bytes: Bytes): HttpAnswer => ({ status: 200, json: null, bytes })

const STATUS: { readonly [code: string]: number } = { 'pin-wrong': 403, 'pin-locked': 423, 'not-authorised': 403 }

export const phoneServer = async (authority: TestAuthority): Promise<PhoneServer> => {
  const shares = new Map<string, KeptShare>()
  const asked: string[] = []

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

  const routes: { readonly [path: string]: (body: unknown) => Promise<HttpAnswer> } = {
    '/api/status': async () => answer(200, { name: 'bidseal', demo: server.isDemo }),
    '/ca/root.crt': async () => file(server.root),
    '/ca/issuing.crl': async () => file(server.crl),
    '/api/enrolments': async (body) => {
      const { csr, person, creditCode } = enrolmentRequest.parse(body)
      if (creditCode !== COMPANY.creditCode) throw new AppError('company-unknown')
      const issued = await server.tamper(await issue(authority, csr, person))
      return answer(201, {
        company: issued.company,
        signing: issued.signing.map(toBase64url),
        encryption: issued.encryption.map(toBase64url),
        encryptionKey: toBase64url(issued.encryptionKey),
        seals: issued.seals.map(toBase64url),
      })
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
      const route = routes[path]
      const answered =
        route === undefined
          ? answer(404, null)
          : await route(body).catch((error: unknown) => {
              const shape = errorShape(error)
              return answer(STATUS[shape.code] ?? 400, { error: shape })
            })
      server.cut(path, 'answer')
      return answered
    },
    shares,
    asked,
    root: authority.root.der,
    crl: await crlOf(authority.issuing),
    isDemo: true,
    cut: () => undefined,
    tamper: (issued) => issued,
  }
  return server
}
