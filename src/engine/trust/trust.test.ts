import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { inFolder } from '#tests/support/pdf'
import { crlOf, party, sealRecord, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { caFetch, type CaFetch } from '#tests/support/ca-fetch'
import { openTrust, type Trust } from './trust.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let authority: TestAuthority
let signer: TestParty

beforeAll(async () => {
  authority = await testAuthority()
  signer = await party('company-signing', { issuer: authority.issuing })
})

interface World {
  readonly ca: CaFetch
  readonly folder: string
  readonly chain: Uint8Array<ArrayBuffer>[]
  /** Milliseconds that the engine's clock is ahead. */
  ahead: number
  /** A new engine on the same folder. */
  start(): Promise<Trust>
}

const inWorld = (work: (world: World, trust: Trust) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const ca = await caFetch(authority)
    const world: World = {
      ca,
      folder,
      chain: [signer.der, authority.issuing.der],
      ahead: 0,
      start: () =>
        openTrust({
          dataFolder: folder,
          roots: { all: () => [authority.root.certificate] },
          server: () => 'http://localhost:4180',
          fetch: ca.fetch,
          now: () => new Date(Date.now() + world.ahead),
        }),
    }
    await work(world, await world.start())
  })

const now = () => new Date()

describe('a chain under a trusted root', () => {
  it('is good while fresh lists say nothing against it, and lists are asked for again after two seconds', () =>
    inWorld(async (world, trust) => {
      expect(await trust.judge(world.chain, now(), 'sign')).toMatchObject({
        chain: 'valid',
        revocation: 'good',
        reason: null,
        staleSince: null,
      })
      const asked = world.ca.asked.length
      await trust.require(world.chain, now(), 'sign')
      expect(world.ca.asked).toHaveLength(asked)
      world.ahead = 2_100
      await trust.require(world.chain, now(), 'sign')
      expect(world.ca.asked.length).toBeGreaterThan(asked)
    }))

  it('comes with lists that are not sent again while they are the same', () =>
    inWorld(async (world, trust) => {
      await trust.require(world.chain, now(), 'sign')
      const sent = world.ca.sent()
      world.ahead = 2_100
      await trust.require(world.chain, now(), 'sign')
      expect(world.ca.sent()).toBe(sent)
      const revoked = [{ serial: signer.certificate.serial, at: new Date(Date.now() - MINUTE), reason: 1 }]
      world.ca.files.set('a.crl', await crlOf(authority.issuing, { revoked, number: 2 }))
      world.ahead = 4_200
      await expect(trust.require(world.chain, now(), 'sign')).rejects.toMatchObject({ code: 'certificate-revoked' })
      expect(world.ca.sent()).toBe(sent + 1)
    }))

  it('goes on with the kept list when the network is gone, and says how old it is', () =>
    inWorld(async (world, trust) => {
      await trust.require(world.chain, now(), 'sign')
      world.ca.isDown = true
      world.ahead = DAY
      const restarted = await world.start()
      const judged = await restarted.judge(world.chain, now(), 'sign')
      expect(judged.reason).toBeNull()
      expect(judged.staleSince).not.toBeNull()
    }))

  it('is not believed once the kept list is past its next update', () =>
    inWorld(async (world, trust) => {
      await trust.require(world.chain, now(), 'sign')
      world.ca.isDown = true
      world.ahead = 30 * DAY
      await expect(trust.require(world.chain, now(), 'sign')).rejects.toMatchObject({ code: 'revocation-unknown' })
    }))

  it('is not believed when no list can be had', () =>
    inWorld(async (world, trust) => {
      world.ca.isDown = true
      await expect(trust.require(world.chain, now(), 'sign')).rejects.toMatchObject({ code: 'revocation-unknown' })
    }))

  it('is refused when a list names it, and that is not forgotten without a network', () =>
    inWorld(async (world, trust) => {
      const revoked = [{ serial: signer.certificate.serial, at: new Date(Date.now() - MINUTE), reason: 1 }]
      world.ca.files.set('a.crl', await crlOf(authority.issuing, { revoked, number: 2 }))
      await expect(trust.require(world.chain, now(), 'sign')).rejects.toMatchObject({ code: 'certificate-revoked' })
      world.ca.isDown = true
      world.ahead = 30 * DAY
      const restarted = await world.start()
      const again = restarted.require(world.chain, new Date(), 'sign')
      await expect(again).rejects.toMatchObject({ code: 'certificate-revoked' })
    }))

  it('does not go back to an older list', () =>
    inWorld(async (world, trust) => {
      const revoked = [{ serial: signer.certificate.serial, at: new Date(Date.now() - MINUTE), reason: 1 }]
      const old = await crlOf(authority.issuing)
      for (const name of ['a.crl', 'issuing.crl'])
        world.ca.files.set(name, await crlOf(authority.issuing, { revoked, number: 7 }))
      await expect(trust.require(world.chain, now(), 'sign')).rejects.toMatchObject({ code: 'certificate-revoked' })
      for (const name of ['a.crl', 'issuing.crl']) world.ca.files.set(name, old)
      world.ahead = MINUTE + 1000
      await expect(trust.require(world.chain, now(), 'sign')).rejects.toMatchObject({ code: 'certificate-revoked' })
    }))

  it('takes no list that somebody else has signed, nor rubbish in the cache', () =>
    inWorld(async (world) => {
      const stranger = await testAuthority()
      for (const name of ['a.crl', 'issuing.crl', 'root.crl']) world.ca.files.set(name, await crlOf(stranger.issuing))
      const trust = await world.start()
      await expect(trust.require(world.chain, now(), 'sign')).rejects.toMatchObject({ code: 'revocation-unknown' })
      for (const name of readdirSync(join(world.folder, 'crls')))
        writeFileSync(join(world.folder, 'crls', name), 'rubbish')
      const again = (await world.start()).require(world.chain, now(), 'sign')
      await expect(again).rejects.toMatchObject({ code: 'revocation-unknown' })
    }))
})

describe('a chain under no trusted root', () => {
  it('is unknown, and no address of its certificates is asked', () =>
    inWorld(async (world, trust) => {
      const stranger = await testAuthority()
      const other = await party('company-signing', { issuer: stranger.issuing })
      const judged = await trust.judge([other.der, stranger.issuing.der, stranger.root.der], now(), 'sign')
      expect(judged).toMatchObject({ chain: 'unknown', reason: { code: 'certificate-untrusted' } })
      expect(world.ca.asked).toEqual([])
    }))

  it('does not make the engine ask an address by its seal either', () =>
    inWorld(async (world, trust) => {
      const stranger = await testAuthority()
      const other = await party('company-signing', { issuer: stranger.issuing })
      const file = trust.forFile()
      await file.judgeChain([other.der, stranger.issuing.der], now(), now())
      expect(await file.judgeRecord(await sealRecord(stranger, other.der), other.der, now())).toBe(false)
      expect(world.ca.asked).toEqual([])
    }))

  it('is unknown for a file when its certificate cannot even be read', () =>
    inWorld(async (_, trust) => {
      const judged = await trust.forFile().judgeChain([new Uint8Array([1, 2, 3])], now(), now())
      expect(judged).toMatchObject({
        chain: 'unknown',
        revocation: 'unknown',
        reason: { code: 'certificate-malformed' },
      })
    }))
})

describe('a certificate of the wrong kind or time', () => {
  it.each(['company-encryption', 'seal-maker'] as const)('is not one to sign with: %s', (profile) =>
    inWorld(async (_, trust) => {
      const wrong = await party(profile, { issuer: authority.issuing })
      const refused = trust.require([wrong.der, authority.issuing.der], now(), 'sign')
      await expect(refused).rejects.toMatchObject({ code: 'certificate-wrong-usage' })
    }),
  )

  it('has ended', () =>
    inWorld(async (world, trust) => {
      const later = trust.require(world.chain, new Date(Date.now() + 400 * DAY), 'sign')
      await expect(later).rejects.toMatchObject({ code: 'certificate-expired' })
    }))
})

describe('a seal record', () => {
  it('is read for the signer it was made for, and for nobody else', () =>
    inWorld(async (world, trust) => {
      const record = await sealRecord(authority, signer.der)
      expect(await trust.sealRecord(record, world.chain, now())).toMatchObject({ kind: 'company', width: 42 })
      const other = await party('company-signing', { issuer: authority.issuing })
      const stolen = trust.sealRecord(record, [other.der, authority.issuing.der], now())
      await expect(stolen).rejects.toMatchObject({ code: 'seal-not-yours' })
      const file = trust.forFile()
      await file.judgeChain(world.chain, now(), now())
      expect(await file.judgeRecord(record, signer.der, now())).toBe(true)
      expect(await file.judgeRecord(record, other.der, now())).toBe(false)
    }))
})
