import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { crlOf, party, sealRecord, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import { sealPicture } from '#tests/support/seal-picture'
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { sha256, sha256Hex } from '../bytes/digest.ts'
import { AppError, type ErrorShape } from '../errors.ts'
import { parseSealRecord, verifySealRecord, type SealTrust } from './seal-record.ts'

const DAY = 24 * 3600 * 1000
const now = new Date()

let authority: TestAuthority
let signer: TestParty
let record: Bytes
let trust: SealTrust

beforeAll(async () => {
  authority = await testAuthority()
  signer = await party('company-signing', { issuer: authority.issuing })
  record = await sealRecord(authority, signer.der)
  const { root, issuing } = authority
  trust = { signer: signer.der, intermediates: [issuing.der], roots: [root.der], at: now }
})

describe('a seal record', () => {
  it('is read as it was made', async () => {
    expect(parseSealRecord(record)).toMatchObject({
      id: 'test-seal-1',
      kind: 'company',
      name: '河南示范建设有限公司公章',
      width: 42,
      height: 42,
      picture: sealPicture(),
      certificates: [sha256Hex(await sha256(signer.der))],
      maker: authority.sealMaker.der,
    })
  })

  it('belongs to every certificate in its list and to no other', async () => {
    const other = await party('company-signing', { issuer: authority.issuing })
    const shared = await sealRecord(authority, signer.der, { certificates: [other.der, signer.der] })
    expect((await verifySealRecord(shared, trust)).kind).toBe('company')
    await expect(verifySealRecord(record, { ...trust, signer: other.der })).rejects.toMatchObject({
      code: 'seal-not-yours',
    })
  })

  const invalid = (reason: string) => ({ code: 'seal-record-invalid', details: { reason } })

  it('is valid from its first day to its last', async () => {
    const { validStart, validEnd } = parseSealRecord(record)
    for (const at of [validStart, validEnd]) await verifySealRecord(record, { ...trust, at })
    for (const time of [validStart.getTime() - 1000, validEnd.getTime() + 1000])
      await expect(verifySealRecord(record, { ...trust, at: new Date(time) })).rejects.toMatchObject(
        invalid('validity'),
      )
  })

  it('outlives the certificate of its maker', async () => {
    const notBefore = new Date(now.getTime() - 30 * DAY)
    const sealMaker = await party('seal-maker', {
      issuer: authority.issuing,
      notBefore,
      notAfter: new Date(now.getTime() - DAY),
    })
    const made = { ...authority, sealMaker }
    const before = await sealRecord(made, signer.der, { createDate: new Date(now.getTime() - 2 * DAY) })
    expect((await verifySealRecord(before, trust)).maker).toEqual(sealMaker.der)
    const after = await sealRecord(made, signer.der, { createDate: now })
    await expect(verifySealRecord(after, trust)).rejects.toMatchObject(invalid('maker: certificate-expired'))
  })

  it('is void when its maker was revoked', async () => {
    const { serial } = authority.sealMaker.certificate
    const revoked = [{ serial, at: new Date(now.getTime() - 1000), reason: 1 }]
    const crls = [await crlOf(authority.issuing, { revoked })]
    await expect(verifySealRecord(record, { ...trust, crls })).rejects.toMatchObject(
      invalid('maker: certificate-revoked'),
    )
  })

  it('is not made with a picture or size that nobody could read', async () => {
    await expect(sealRecord(authority, signer.der, { picture: sealPicture().slice(1) })).rejects.toMatchObject(
      invalid('picture'),
    )
    await expect(sealRecord(authority, signer.der, { width: 0 })).rejects.toMatchObject(invalid('size'))
  })

  it('is refused after damage', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(record), async (bytes) => {
        const found = await verifySealRecord(bytes, trust).catch((error: unknown) => error)
        if (found instanceof AppError) expect(['seal-record-invalid', 'seal-not-yours']).toContain(found.code)
        else expect(found).toEqual(parseSealRecord(record))
      }),
      { numRuns: 500 },
    )
  })
})

interface Vectors {
  readonly at: string
  readonly signer: string
  readonly intermediates: readonly string[]
  readonly root: string
  readonly accepted: readonly string[]
  readonly rejected: { readonly [file: string]: ErrorShape }
}

const FOLDER = new URL('../../../tests/vectors/certificate/', import.meta.url)
const vectors = JSON.parse(readFileSync(new URL('seal-records.json', FOLDER), 'utf8')) as Vectors
const file = (name: string): Bytes => ownBytes(readFileSync(new URL(name, FOLDER)))

describe('frozen seal records', () => {
  const frozen: SealTrust = {
    signer: file(vectors.signer),
    intermediates: vectors.intermediates.map(file),
    roots: [file(vectors.root)],
    at: new Date(vectors.at),
  }

  it.each(vectors.accepted)('%s holds', async (name) => {
    expect(await verifySealRecord(file(name), frozen)).toMatchObject({ id: 'BS0001', kind: 'company', width: 42 })
  })

  it.each(Object.entries(vectors.rejected))('%s is refused', async (name, error) => {
    await expect(verifySealRecord(file(name), frozen)).rejects.toMatchObject(error)
  })
})
