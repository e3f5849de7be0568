/**
 * A certificate authority in a process of its own: `authority-case.ts FOLDER`. Prints one line of JSON
 * with what it has measured of itself, then answers over HTTP; asked with a line, it prints the
 * processor seconds it has used, until its input ends.
 */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { makeCsr } from '#core/certificate/csr'
import { signBytes } from '#core/certificate/signature'
import type { SigningKey } from '#core/cms/signing-key'
import { createAuthority } from '#server/ca/authority'
import { openKeyFolder } from '#server/ca/keys/key-folder'
import { openOcspResponder } from '#server/ca/status/ocsp'
import { openSigner } from '#server/ca/keys/signer'
import { openToken } from '#server/ca/keys/token'
import { startServer } from '#server/server'
import { openStore } from '#server/store/store'
import { DEMO_CODE, signingKeys } from '#tests/support/server'
import { makeSoftToken, SOFT_MODULE, softTokens } from '#tests/support/soft-token'
import { certId, ocspRequest } from '#tests/support/status-requests'
import { computed } from './measure.ts'

/** What the process says of itself. */
export interface Measured {
  readonly address: string
  /** Per second of a processor. */
  readonly issued: number
  readonly answered: number
  /** Signatures by a key from its file, and by one in a token of SoftHSM2. */
  readonly fileSigned: number
  readonly tokenSigned: number
  /** Seconds of a processor for a list of `ENTRIES`. */
  readonly list: number
}

const ENTRIES = 50_000
const ISSUED = 600
const ANSWERED = 3000
const SIGNED = 6000
/** Requests that wait for each other's signatures. */
const AT_ONCE = 8

const folder = process.argv[2] ?? ''
const now = (): number => Date.now()
const random = (length: number): Bytes => ownBytes(randomBytes(length))

const server = await startServer({ data: folder, demo: true })
const store = await openStore(join(folder, 'store.db'))
const keys = { folder: join(folder, 'ca'), passphraseFile: null, address: server.address, now: new Date(), random }
const keyFolder = await openKeyFolder(keys)
const signer = await openSigner(keyFolder, random)

/** What is signed: as long as an answer about one certificate. */
const QUESTION = random(300)

/** Times a second that a processor does it, several waiting for each other. */
const repeated = async (times: number, each: (at: number) => Promise<unknown>): Promise<number> => {
  const worker = async (first: number): Promise<void> => {
    for (let at = first; at < times; at += AT_ONCE) await each(at)
  }
  return times / (await computed(() => Promise.all(Array.from({ length: AT_ONCE }, (_, first) => worker(first)))))
}

const serialOf = (index: number): string => (2 ** 40 + index).toString(16)

const fill = (): Promise<void> =>
  store.transaction(async ({ certificates }) => {
    for (let index = 0; index < ENTRIES; index++) {
      const serial = serialOf(index)
      const facts = {
        serial,
        fingerprint: serial,
        keyId: serial,
        usage: 'sign',
        orderId: serial,
        creditCode: DEMO_CODE,
      }
      const times = { notBefore: now(), notAfter: now() + 1000, issuedAt: now() }
      await certificates.add({ ...facts, ...times, company: '示范公司', person: '王敏' }, random(700))
      await certificates.revoke(serial, now() - (index % 1000) * 60_000, index % 6)
    }
  })

const list = async (): Promise<number> => {
  const dates = { thisUpdate: new Date(), nextUpdate: new Date(now() + 1000) }
  return computed(async () => {
    const rows = await store.certificates.revoked()
    const revoked = rows.map((row) => ({ ...row, at: new Date(row.at) }))
    await signer.crl('issuing', { number: 1, ...dates, revoked })
  })
}

const issued = async (): Promise<number> => {
  const authority = createAuthority({ signer, address: server.address, namesResponder: true, now })
  const requests: Bytes[] = []
  for (let index = 0; index < ISSUED; index++) requests.push(await makeCsr(await signingKeys(), 'x'))
  const order = { id: 'bench', company: '河南示范建设有限公司', creditCode: DEMO_CODE, person: '王敏' }
  const time = await computed(async () => {
    for (const csr of requests)
      await store.transaction((records) => authority.certify(records, order, csr, 'company-signing'))
  })
  return ISSUED / time
}

const answered = async (): Promise<number> => {
  const responder = await openOcspResponder({ store, signer, now, warn: () => undefined })
  const { issuing } = signer.certificates
  const requests: Bytes[] = []
  for (let index = 0; index < ANSWERED; index++)
    requests.push(ocspRequest([await certId(issuing, serialOf(index))], random(32)))
  return repeated(ANSWERED, (at) => responder.answer(requests[at]!))
}

const signatures = (key: SigningKey): Promise<number> => repeated(SIGNED, () => signBytes(key, QUESTION))

const tokenSigned = async (): Promise<number> => {
  softTokens(folder)
  const { label, pin } = makeSoftToken(folder, 'bench', '482916')
  const token = await openToken({ module: SOFT_MODULE, token: label, pin, random })
  const { id } = await token.makeKey('bench')
  const perSecond = await signatures(token.key(id))
  await token.close()
  return perSecond
}

await fill()
writeFileSync(
  join(folder, 'question.der'),
  ocspRequest([await certId(signer.certificates.issuing, serialOf(7))], random(32)),
)
await list()
const measured: Measured = {
  address: server.address,
  list: await list(),
  issued: await issued(),
  answered: await answered(),
  fileSigned: await signatures(await keyFolder.signingKey('ocsp')),
  tokenSigned: await tokenSigned(),
}
process.stdout.write(`${JSON.stringify(measured)}\n`)
process.stdin.on('data', () => {
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${(user + system) / 1e6}\n`)
})
process.stdin.on('end', () => process.exit(0))
