import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { party, random, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import { ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { integer, sequence } from '../certificate/asn1.ts'
import { toPem } from '../certificate/pem.ts'
import { AppError } from '../errors.ts'
import { checkTimestamp, parseTimestampInfo } from './timestamp-check.ts'
import { readTimestampResponse, timestampRequest } from './timestamp-reply.ts'
import { parseTimestampRequest } from './timestamp-request.ts'
import { grantTimestamp, makeTimestampToken, refuseTimestamp } from './timestamp-token.ts'

const POLICY = '2.25.227719232595479725397776225654546014456'
const DATA = utf8('what a signature came to')

let folder: string
let authority: TestAuthority
let tsa: TestParty

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'timestamp-'))
  authority = await testAuthority()
  tsa = await party('timestamping', { issuer: authority.issuing })
})
afterAll(() => rmSync(folder, { recursive: true }))

const stamp = async (data: Bytes, nonce: Bytes, signer = tsa): Promise<Bytes> =>
  makeTimestampToken({
    authority: signer.certificate,
    key: signer.privateKey,
    issuers: [authority.issuing.certificate],
    policy: POLICY,
    serial: random(16),
    at: new Date('2026-11-25T08:00:00.7Z'),
    accuracy: 2,
    request: parseTimestampRequest(timestampRequest(await sha256(data), nonce)),
  })

describe('a timestamp', () => {
  it('says when its data was there, by whom, under which policy', async () => {
    const nonce = random(16)
    const token = readTimestampResponse(grantTimestamp(await stamp(DATA, nonce)))
    expect(await checkTimestamp(token, DATA, nonce)).toMatchObject({
      at: new Date('2026-11-25T08:00:00Z'),
      policy: POLICY,
      certificates: [tsa.der, authority.issuing.der],
    })
  })

  it.each([
    ['other data', 'imprint', async () => checkTimestamp(await stamp(DATA, random(8)), utf8('other data'))],
    ['another nonce', 'nonce', async () => checkTimestamp(await stamp(DATA, random(8)), DATA, random(8))],
    [
      'a certificate for documents',
      'certificate is not for timestamps',
      async () => {
        const company = await party('company-signing', { issuer: authority.issuing })
        return checkTimestamp(await stamp(DATA, random(8), company), DATA)
      },
    ],
  ] as const)('does not hold for %s', async (_, reason, work) => {
    await expect(work()).rejects.toMatchObject({ code: 'timestamp-invalid', details: { reason } })
  })

  it('holds only as it was made', async () => {
    const token = await stamp(DATA, random(16))
    const tail = tsa.der.length + authority.issuing.der.length
    await fc.assert(
      fc.asyncProperty(damaged(token), async (bytes) => {
        try {
          const checked = await checkTimestamp(bytes, DATA)
          // What is left out of the signature may differ: other certificates, spare fields.
          expect(bytes.length).toBeGreaterThan(token.length - tail)
          expect(checked.at).toEqual(new Date('2026-11-25T08:00:00Z'))
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          expect(error).toMatchObject({ code: 'timestamp-invalid' })
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is refused as anything but its information', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }).map(ownBytes), (bytes) => {
        expect(() => parseTimestampInfo(bytes)).toThrow(expect.objectContaining({ code: 'timestamp-invalid' }))
      }),
    )
  })
})

describe('an answer', () => {
  it.each(['badAlg', 'timeNotAvailable', 'systemFailure'] as const)('that refuses says why: %s', (failure) => {
    const refused = { code: 'timestamp-unavailable', details: { reason: failure, status: 2 } }
    expect(() => readTimestampResponse(refuseTimestamp(failure, 'no'))).toThrow(expect.objectContaining(refused))
  })

  it('is never anything but a token or a refusal', () => {
    const answers = fc.oneof(
      damaged(refuseTimestamp('badAlg', 'no')),
      damaged(sequence(sequence(integer(0)), sequence())),
    )
    fc.assert(
      fc.property(answers, (bytes) => {
        try {
          readTimestampResponse(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
    )
  })
})

describe('openssl', () => {
  const put = (name: string, content: Uint8Array | string): string => {
    writeFileSync(join(folder, name), content)
    return name
  }
  const openssl = (...args: string[]): string =>
    execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

  beforeAll(() => {
    put('root.pem', toPem('CERTIFICATE', authority.root.der))
    put('tsa.pem', toPem('CERTIFICATE', tsa.der))
    put('chain.pem', toPem('CERTIFICATE', authority.issuing.der))
    put('tsa.key', toPem('PRIVATE KEY', tsa.pkcs8))
    put('serial', '01\n')
    put('data.bin', DATA)
    const lines = ['[tsa]', 'serial = serial', 'signer_cert = tsa.pem', 'certs = chain.pem', 'signer_key = tsa.key']
    lines.push(
      'signer_digest = sha256',
      'default_policy = 1.2.3.4',
      'digests = sha256, sha512',
      'accuracy = millisecs:5',
    )
    put('tsa.cnf', [...lines, 'ess_cert_id_alg = sha256', 'tsa_name = yes', 'ordering = yes'].join('\n'))
  })

  it('answers a request of ours, and its token holds', async () => {
    const nonce = random(16)
    put('q.tsq', timestampRequest(await sha256(DATA), nonce))
    expect(openssl('ts', '-query', '-in', 'q.tsq', '-text')).toContain('Certificate required: yes')
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa', '-queryfile', 'q.tsq', '-out', 'r.tsr')
    const token = readTimestampResponse(ownBytes(readFileSync(join(folder, 'r.tsr'))))
    const checked = await checkTimestamp(token, DATA, nonce)
    expect(checked).toMatchObject({ policy: '1.2.3.4', algorithm: '2.16.840.1.101.3.4.2.1' })
    expect(Math.abs(Date.now() - checked.at.getTime())).toBeLessThan(60_000)
  })

  it('accepts a token of ours', async () => {
    put('t.der', await stamp(DATA, random(16)))
    const moment = String(Date.parse('2026-11-25T08:00:00Z') / 1000)
    const trust = ['-CAfile', 'root.pem', '-untrusted', 'chain.pem', '-attime', moment]
    expect(openssl('ts', '-verify', '-in', 't.der', '-token_in', '-data', 'data.bin', ...trust)).toContain('OK')
  })
})

describe('the frozen token', () => {
  const read = (name: string): Bytes =>
    ownBytes(readFileSync(new URL(`../../../tests/vectors/timestamp/${name}`, import.meta.url)))
  const vectors = JSON.parse(new TextDecoder().decode(read('tokens.json'))) as readonly {
    readonly file: string
    readonly about: string
    readonly at?: string
    readonly reason?: string
  }[]

  it.each(vectors)('$file: $about', async ({ file, at, reason }) => {
    const checking = checkTimestamp(read(file), read('signature.bin'))
    if (reason === undefined) expect((await checking).at.toISOString()).toBe(at)
    else await expect(checking).rejects.toMatchObject({ code: 'timestamp-invalid', details: { reason } })
  })
})
