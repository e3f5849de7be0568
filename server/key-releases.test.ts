import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { isSignedBy, ECDSA_SHA256, signBytes } from '#core/certificate/signature'
import { openEnvelope } from '#core/cms/auth-enveloped'
import { parseElement } from '#core/cms/der'
import { random } from '#tests/support/authority'
import { newOrder, openCaBench, type CaBench } from '#tests/support/ca-bench'
import { execute } from '#tests/support/database'
import type { KeyPair } from '#tests/support/server'
import { importKey } from './ca/keys/authority-keys.ts'
import type { Issued, ReleasedKeys } from './ca/order/order.ts'
import { releaseKeys, waitingReleases } from './key-releases.ts'

let bench: CaBench

beforeEach(async () => {
  bench = await openCaBench()
})
afterEach(() => bench.remove())

const FRONT = 'own'
const release = (shares: readonly string[] = bench.shares(1, 3)) =>
  releaseKeys({ data: bench.data, shares, now: new Date(), random })

/** Somebody's certificates, and those of the new phone. */
const recovery = async (earlier = 1) => {
  const before = []
  for (let i = 0; i < earlier; i++) {
    const order = await newOrder()
    before.push({ order, issued: await bench.ca.issuance.issue(order, FRONT) })
  }
  const order = await newOrder({ recovers: before.map(({ order: { id } }) => id) })
  return { before, order, issued: await bench.ca.issuance.issue(order, FRONT) }
}

const ecdh = async ({ privateKey }: KeyPair) => {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey)
  return crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
}

/** Whether a released key, opened on the new phone, is that of the older encryption certificate. */
const opens = async ({ encryption, encryptionKey }: ReleasedKeys['keys'][number], issued: Issued, keys: KeyPair) => {
  const recipient = { certificate: issued.signing[0]!, privateKey: await ecdh(keys) }
  const pkcs8 = await openEnvelope(encryptionKey, recipient)
  const signature = await signBytes(await importKey(pkcs8!), encryption[0]!)
  return isSignedBy(parseCertificate(encryption[0]!).spki, parseElement(ECDSA_SHA256), encryption[0]!, signature)
}

test('two keepers release the older keys to the new phone, each recorded before it is handed over', async () => {
  const { before, order, issued } = await recovery(2)
  expect(await bench.ca.orders.keys(order.id, bench.ca.organisations.usual)).toEqual({ isComplete: false, keys: [] })
  const { waiting } = await waitingReleases(bench.data)
  expect(waiting).toHaveLength(2)
  expect(waiting[0]).toMatchObject({ order: order.id, company: '河南示范建设有限公司', person: '王敏' })

  const report = await release()
  expect(report).toEqual({ released: waiting, failed: [] })
  expect((await bench.actions(2)).join()).toBe('key-released,key-released')
  expect(await waitingReleases(bench.data)).toEqual({ waiting: [] })

  const { isComplete, keys } = await bench.ca.orders.keys(order.id, bench.ca.organisations.usual)
  expect(isComplete).toBe(true)
  const encryption = before.map(({ issued: { encryption: chain } }) => chain)
  expect(keys.map((key) => key.encryption)).toEqual(expect.arrayContaining(encryption))
  for (const key of keys) expect(await opens(key, issued, order.keys)).toBe(true)
  const stranger = await ecdh((await newOrder()).keys)
  const recipient = { certificate: issued.signing[0]!, privateKey: stranger }
  expect(await openEnvelope(keys[0]!.encryptionKey, recipient).catch(() => null)).toBeNull()
})

test('what was released stays as it is', async () => {
  const { order } = await recovery()
  await release()
  const keys = await bench.ca.issuance.releasedKeys(order.id, FRONT)
  expect(await release(bench.shares(2, 3))).toEqual({ released: [], failed: [] })
  expect(await bench.ca.issuance.releasedKeys(order.id, FRONT)).toEqual(keys)
  expect(await bench.store.keyReleases.release(order.id, 'any', random(8), 1)).toBe(false)
})

test('two releases at the same time release once', async () => {
  await recovery(2)
  await Promise.all([release(), release()])
  expect((await bench.actions(3)).filter((action) => action === 'key-released')).toHaveLength(2)
})

test('one share, equal shares, a foreign share or a mistyped one releases nothing', async () => {
  const { order } = await recovery()
  const other = await openCaBench()
  const [mine] = bench.shares(1)
  const mistyped = join(bench.data, 'mistyped.txt')
  writeFileSync(mistyped, readFileSync(mine!, 'utf8').replace(/.\n$/, ''))
  for (const [shares, code] of [
    [[mine!], 'invalid-input'],
    [[mine!, mine!], 'shares-equal'],
    [[mine!, ...other.shares(2)], 'share-foreign'],
    [[mistyped, ...bench.shares(2)], 'share-malformed'],
    [[join(bench.data, 'nowhere.txt'), mine!], 'file-not-found'],
  ] as const)
    await expect(release(shares)).rejects.toMatchObject({ code })
  await other.remove()
  expect(await bench.ca.issuance.releasedKeys(order.id, FRONT)).toEqual({ isComplete: false, keys: [] })
  expect(await bench.actions(1)).not.toContain('key-released')
})

test('a key that cannot be opened keeps no other from its release', async () => {
  const { before } = await recovery(2)
  const [lost, kept] = before.map(({ issued }) => parseCertificate(issued.encryption[0]!).serial)
  await execute(bench.data, `delete from escrow where serial = '${lost}'`)
  expect(await release()).toMatchObject({
    released: [{ serial: kept }],
    failed: [{ serial: lost, code: 'escrow-missing' }],
  })
})

test('nothing is released to a certificate that was revoked meanwhile', async () => {
  const { issued } = await recovery()
  await bench.ca.revocation.revoke(parseCertificate(issued.signing[0]!).serial, 'keyCompromise', 'officer')
  expect(await waitingReleases(bench.data)).toEqual({ waiting: [] })
  expect(await release()).toEqual({ released: [], failed: [] })
})
