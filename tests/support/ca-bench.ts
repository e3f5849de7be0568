/** An authority in this process on a database of its own, and orders for it. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toHex } from '#core/bytes/bytes'
import { makeCsr } from '#core/certificate/csr'
import { openCa, type Ca } from '#server/ca/ca'
import type { CertificateOrder } from '#server/ca/order/order'
import { openStore, type Store } from '#server/store/store'
import { random } from './authority.ts'
import { databaseOf, removeData } from './database.ts'
import { DEMO_CODE, signingKeys, type KeyPair } from './server.ts'

export interface CaBench {
  /** The data folder. */
  readonly data: string
  readonly store: Store
  readonly ca: Ca
  /** Paths of the recovery shares with these numbers. */
  shares(...numbers: readonly number[]): readonly string[]
  /** The last actions of the audit log, the newest first. */
  actions(count: number): Promise<readonly string[]>
  remove(): Promise<void>
}

export interface TestOrder extends CertificateOrder {
  /** Of its request. */
  readonly keys: KeyPair
}

/** A new one for the demo company. */
export const newOrder = async (change: Partial<CertificateOrder> = {}): Promise<TestOrder> => {
  const keys = await signingKeys()
  return {
    ...{ keys, id: toHex(random(16)), profile: 'company', company: '河南示范建设有限公司', creditCode: DEMO_CODE },
    ...{ person: '王敏', csr: await makeCsr(keys, 'x'), seals: [{ kind: 'company', until: null }], recovers: [] },
    ...change,
  }
}

export const openCaBench = async (now: () => number = Date.now): Promise<CaBench> => {
  const data = mkdtempSync(join(tmpdir(), 'ca-'))
  const database = await databaseOf(data)
  if (database.startsWith('postgres')) writeFileSync(join(data, 'database'), database)
  const store = await openStore(database)
  const facts = { folder: data, passphraseFile: null, address: 'http://localhost:4180', isLasting: true, isDemo: true }
  const ca = await openCa({ ...facts, random, now, warn: () => undefined }, Promise.resolve(store))
  return {
    ...{ data, store, ca },
    shares: (...numbers) => numbers.map((number) => join(data, `recovery-share-${number}.txt`)),
    actions: async (count) => (await store.audit.latest(count)).map(({ action }) => action),
    remove: async () => {
      await ca.close()
      await store.close()
      await removeData(data)
    },
  }
}
