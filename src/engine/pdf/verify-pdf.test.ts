import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { timestampRequest } from '#core/cms/timestamp-reply'
import { parseTimestampRequest } from '#core/cms/timestamp-request'
import { makeTimestampToken } from '#core/cms/timestamp-token'
import { keySigner } from '#core/cms/signer'
import {
  COMPANY,
  crlOf,
  party,
  random,
  sealRecord,
  testAuthority,
  type TestAuthority,
  type TestParty,
} from '#tests/support/authority'
import { caFetch, type CaFetch } from '#tests/support/ca-fetch'
import { inFolder, textPdf } from '#tests/support/pdf'
import { sealPicture } from '#tests/support/seal-picture'
import { openTrust } from '../trust/trust.ts'
import { sealFile } from './seal-pdf.ts'
import { verifyPdf, type JudgedSignature } from './verify-pdf.ts'

const DAY = 24 * 3600_000
const ago = (days: number): Date => new Date(Date.now() - days * DAY)

let authority: TestAuthority
let tsa: TestParty
/** In force from 300 to 100 days ago. */
let signer: TestParty
let record: Bytes

beforeAll(async () => {
  authority = await testAuthority()
  tsa = await party('timestamping', { issuer: authority.issuing, notBefore: ago(1000) })
  signer = await party('company-signing', { issuer: authority.issuing, notBefore: ago(300), notAfter: ago(100) })
  record = await sealRecord(authority, signer.der, { createDate: ago(300), validStart: ago(300) })
})

const stampBy =
  (who: TestParty, at: Date, over?: Bytes) =>
  async (signature: Bytes): Promise<Bytes> =>
    makeTimestampToken({
      authority: who.certificate,
      key: who.privateKey,
      issuers: [authority.issuing.certificate],
      policy: '1.2.3.4',
      serial: random(16),
      at,
      accuracy: 1,
      request: parseTimestampRequest(timestampRequest(await sha256(over ?? signature), random(16))),
    })

interface Case {
  readonly stamp?: (signature: Bytes) => Promise<Bytes>
  /** What the signer claims. */
  readonly time?: Date
  readonly prepare?: (ca: CaFetch) => void | Promise<void>
}

const judged = async ({ stamp, time = ago(200), prepare }: Case): Promise<JudgedSignature> => {
  let found: JudgedSignature | undefined
  await inFolder(async (folder) => {
    const [source, target] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')]
    writeFileSync(source, await textPdf(1))
    const placements = [{ page: 1, left: 20, top: 30 }]
    await sealFile({
      ...{ source, target, time, stamp, signer: COMPANY.company },
      seals: [{ image: sealPicture(), width: 42, height: 42, record, placements }],
      key: keySigner(signer.privateKey, [signer.der, authority.issuing.der]),
    })
    const ca = await caFetch(authority)
    await prepare?.(ca)
    const trust = await openTrust({
      dataFolder: folder,
      roots: { all: () => [authority.root.certificate] },
      server: () => 'http://localhost:4180',
      fetch: ca.fetch,
      now: () => new Date(),
    })
    found = (await verifyPdf(target, trust.forFile())).signatures[0]
  })
  if (found === undefined) throw new Error('not signed')
  return found
}

const revokedOn =
  (who: TestParty, at: Date) =>
  async ({ files }: CaFetch): Promise<void> => {
    const revoked = [{ serial: who.certificate.serial, at, reason: 1 }]
    for (const name of ['a.crl', 'issuing.crl']) files.set(name, await crlOf(authority.issuing, { revoked, number: 2 }))
  }

describe('a signature with a timestamp', () => {
  it('was valid while its certificate was in force, whatever the signer claims', async () => {
    const late = { time: ago(1) }
    expect(await judged({ ...late, stamp: stampBy(tsa, ago(200)) })).toMatchObject({
      verdict: 'valid',
      sealRecord: 'valid',
      timestamp: { state: 'counted', authority: tsa.certificate.subject },
    })
    expect(await judged(late)).toMatchObject({ verdict: 'invalid', chainFault: { code: 'certificate-expired' } })
    const early = await judged({ stamp: stampBy(tsa, ago(50)) })
    expect(early).toMatchObject({ verdict: 'invalid', chainFault: { code: 'certificate-expired' } })
  })

  it('stays valid when the certificate was revoked afterwards, and not when before', async () => {
    const stamp = stampBy(tsa, ago(200))
    const after = ago(150)
    after.setMilliseconds(0)
    const kept = await judged({ stamp, prepare: revokedOn(signer, after) })
    expect(kept).toMatchObject({ verdict: 'valid', revocation: 'good', revokedAt: after, chainFault: null })
    const lost = await judged({ stamp, prepare: revokedOn(signer, ago(201)) })
    expect(lost).toMatchObject({ verdict: 'invalid', revocation: 'revoked' })
    const bare = await judged({ prepare: revokedOn(signer, after) })
    expect(bare).toMatchObject({ verdict: 'invalid', revocation: 'revoked', timestamp: null })
  })

  it('is not known to be valid without a revocation list', async () => {
    const unknown = await judged({
      stamp: stampBy(tsa, ago(200)),
      prepare: (ca) => {
        ca.isDown = true
      },
    })
    expect(unknown).toMatchObject({ verdict: 'unknown', timestamp: { state: 'unknown' } })
  })
})

describe('a timestamp does not count', () => {
  /** As without one: the revocation after it makes the signature invalid. */
  const ignored = async (stamp: NonNullable<Case['stamp']>, timestamp: object): Promise<void> => {
    const judgement = await judged({ stamp, prepare: revokedOn(signer, ago(150)) })
    expect(judgement).toMatchObject({ verdict: 'invalid', revocation: 'revoked', timestamp })
  }

  it('from an authority under no trusted root', async () => {
    const stranger = await testAuthority()
    const other = await party('timestamping', { issuer: stranger.issuing, notBefore: ago(1000) })
    await ignored(stampBy(other, ago(200)), { state: 'unknown', reason: { code: 'certificate-untrusted' } })
  })

  it('outside the validity of its certificate', async () => {
    const over = await party('timestamping', { issuer: authority.issuing, notBefore: ago(190) })
    await ignored(stampBy(over, ago(200)), { state: 'invalid', reason: { code: 'certificate-not-yet-valid' } })
  })

  it('by the signer', () =>
    ignored(stampBy(signer, ago(200)), { state: 'invalid', at: null, reason: { code: 'timestamp-invalid' } }))

  it('over another signature', () =>
    ignored(stampBy(tsa, ago(200), random(70)), { state: 'invalid', at: null, reason: { code: 'timestamp-invalid' } }))

  it('once its authority was revoked', async () => {
    const judgement = await judged({ stamp: stampBy(tsa, ago(200)), prepare: revokedOn(tsa, ago(10)) })
    expect(judgement).toMatchObject({
      verdict: 'valid',
      timestamp: { state: 'invalid', reason: { code: 'certificate-revoked' } },
    })
  })

  it('that is no timestamp at all', () =>
    ignored(async () => Uint8Array.of(0x30, 0), { state: 'invalid', at: null, authority: null }))
})
