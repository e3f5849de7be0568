/** Older encryption keys that wait for their release to a new phone, and two keepers who release them. */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { envelop } from '#core/cms/auth-enveloped'
import { AppError, type ErrorCode } from '#core/errors'
import { openDataStore } from './database.ts'
import { openRecoveryKeepers, type RecoveryKeepers } from './recovery-keepers.ts'
import type { WaitingRelease } from './store/key-releases.ts'
import type { Store } from './store/store.ts'

/** A key for somebody, as keepers see it. */
export interface ReleaseFacts {
  readonly order: string
  /** Of the older encryption certificate. */
  readonly serial: string
  readonly company: string
  readonly creditCode: string
  readonly person: string
  readonly since: string
}

export interface ReleaseOptions {
  readonly data: string
  /** Files with the shares. */
  readonly shares: readonly string[]
  readonly now: Date
  readonly random: RandomBytes
}

export interface ReleasedReport {
  readonly released: readonly ReleaseFacts[]
  /** Keys that could not be opened. */
  readonly failed: readonly (ReleaseFacts & { readonly code: ErrorCode })[]
}

const factsOf = ({ orderId, serial, company, creditCode, person, createdAt }: WaitingRelease): ReleaseFacts => ({
  ...{ order: orderId, serial, company, creditCode, person },
  since: new Date(createdAt).toISOString(),
})

/** The oldest first. */
export const waitingReleases = async (data: string): Promise<{ readonly waiting: readonly ReleaseFacts[] }> => {
  const store = await openDataStore(data)
  try {
    return { waiting: (await store.keyReleases.waiting()).map(factsOf) }
  } finally {
    await store.close()
  }
}

/** The key changes from under the recovery key to under the recipient's, and the audit log says so, or neither. */
const release = async (
  store: Store,
  keepers: RecoveryKeepers,
  { orderId, serial, recipient }: WaitingRelease,
  { now, random }: ReleaseOptions,
): Promise<void> => {
  const signing = await store.certificates.der(recipient)
  if (signing === null) throw new AppError('internal', { reason: 'recipient of a key', serial: recipient })
  const { pkcs8 } = await keepers.open(store, serial)
  const envelope = await envelop(pkcs8, signing, random).finally(() => pkcs8.fill(0))
  await store.transaction(async ({ keyReleases, audit }) => {
    if (!(await keyReleases.release(orderId, serial, envelope, now.getTime()))) return
    const facts = { order: orderId, serial, recipient }
    await audit.append({ actor: 'recovery', action: 'key-released', facts }, now.getTime())
  })
}

/**
 * Releases every key that waits; one that cannot be opened keeps no other from its release. Throws what
 * `openRecoveryKey` throws.
 */
export const releaseKeys = async (options: ReleaseOptions): Promise<ReleasedReport> => {
  const keepers = await openRecoveryKeepers(options.data, options.shares)
  const store = await openDataStore(options.data)
  const report = { released: [] as ReleaseFacts[], failed: [] as (ReleaseFacts & { code: ErrorCode })[] }
  try {
    for (const waiting of await store.keyReleases.waiting()) {
      try {
        await release(store, keepers, waiting, options)
        report.released.push(factsOf(waiting))
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'escrow-missing') throw error
        report.failed.push({ ...factsOf(waiting), code: error.code })
      }
    }
    return report
  } finally {
    await store.close()
  }
}
