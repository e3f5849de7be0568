import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Bytes } from '#core/bytes/bytes'
import { makeTimestampToken } from '#core/cms/timestamp-token'
import { party, random, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { timestampRequest } from '#tests/support/status-requests'
import { createTimestampAuthority, TIMESTAMP_POLICY, type TimestampAuthority } from './tsa.ts'

let folder: string
let authority: TestAuthority
let tsa: TestParty
let now: number
let warnings: object[]
let stamps: TimestampAuthority
let serial: () => Bytes

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tsa-'))
  authority = await testAuthority()
  tsa = await party('timestamping', { issuer: authority.issuing })
})
beforeEach(() => {
  now = Date.now()
  warnings = []
  serial = () => random(16)
  stamps = createTimestampAuthority({
    signer: {
      certificates: { tsa: tsa.certificate },
      timestamp: (facts) =>
        makeTimestampToken({
          ...facts,
          authority: tsa.certificate,
          key: tsa.privateKey,
          issuers: [authority.issuing.certificate],
          serial: serial(),
        }),
    },
    now: () => now,
    warn: (facts) => void warnings.push(facts),
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What openssl reads in an answer. */
const textOf = (answer: Bytes): string => {
  writeFileSync(join(folder, 'r.tsr'), answer)
  const args = ['ts', '-reply', '-in', 'r.tsr', '-text']
  const { stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  return stdout + stderr
}
const stamp = async (query: Parameters<typeof timestampRequest>[0] = {}): Promise<string> =>
  textOf(await stamps.answer(timestampRequest(query)))

const timeIn = (text: string): number => Date.parse(/Time stamp: (.*)/.exec(text)?.[1] ?? '')

describe('a timestamp', () => {
  it('repeats what was asked', async () => {
    const text = await stamp({ digest: random(32), nonce: Uint8Array.of(0xfe, 1), policy: TIMESTAMP_POLICY })
    expect(text).toContain('Status: Granted.')
    expect(text).toContain(`Policy OID: ${TIMESTAMP_POLICY}`)
    expect(text).toContain('Nonce: 0xFE01')
    expect(timeIn(text)).toBe(Math.floor(now / 1000) * 1000)
  })

  it('has a serial number of its own, whatever its first bit is', async () => {
    serial = () => Uint8Array.from([0xff, ...random(15)])
    expect(await stamp()).toMatch(/Serial number: 0xFF[0-9A-F]{30}\n/)
    serial = () => Uint8Array.from([0, 0x7f, ...random(14)])
    expect(await stamp()).toMatch(/Serial number: 0x7F[0-9A-F]{28}\n/)
  })
})

describe('time', () => {
  it('stands still while the clock is a moment behind, and goes on with it', async () => {
    const before = timeIn(await stamp())
    now -= 1000
    expect(timeIn(await stamp())).toBe(before)
    now += 3000
    expect(timeIn(await stamp())).toBeGreaterThan(before)
  })

  it('is not available after the clock was set back, until it has caught up', async () => {
    expect(await stamp()).toContain('Granted')
    now -= 1001
    expect(await stamp()).toMatch(/Status: Rejected[^]*the TSA's time source is not available/)
    expect(warnings).toEqual([{ event: 'timestamp-refused', code: 'timeNotAvailable' }])
    now += 1001
    expect(await stamp()).toContain('Granted')
  })

  it('is not available outside the validity of the certificate', async () => {
    for (const moment of [tsa.certificate.notBefore.getTime() - 1, tsa.certificate.notAfter.getTime() + 1]) {
      now = moment
      expect(await stamp()).toContain("the TSA's time source is not available")
    }
  })
})

describe('a refusal', () => {
  it.each([
    [{ hash: 'SHA-1', digest: random(20) }, 'unrecognized or unsupported algorithm identifier'],
    [{ version: 2 }, 'transaction not permitted or supported'],
    [{ digest: random(31) }, 'the data submitted has the wrong format'],
    [{ policy: '1.2.3' }, 'the requested TSA policy is not supported by the TSA'],
    [{ extensions: random(0) }, 'the requested extension is not supported by the TSA'],
  ] as const)('says why: %o', async (query, reason) => {
    const text = await stamp(query)
    expect(text).toContain('Status: Rejected.')
    expect(text).toContain(`Failure info: ${reason}`)
    expect(text).toContain('TST info:\nNot included.')
  })

  it('answers noise, and a signer that fails', async () => {
    expect(textOf(await stamps.answer(random(20)))).toContain('wrong format')
    serial = () => {
      throw new Error('no randomness')
    }
    expect(await stamp()).toContain('the request cannot be handled due to system failure')
    expect(warnings).toEqual([{ event: 'timestamp-refused', code: 'internal' }])
  })
})
