/**
 * Revocation lists (CRL) by address, kept on disk. A list counts only if one of the given issuers
 * has signed it. It is asked for again when it is older than two seconds or past its next update, and comes
 * again only when it has changed; without a network the kept one is all there is: whoever judges by it
 * looks at its dates.
 */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ownBytes, utf8, type Bytes } from '#core/bytes/bytes'
import { sha256, sha256Hex } from '#core/bytes/digest'
import type { Certificate } from '#core/certificate/certificate'
import { parseCrl, verifyCrl, type Crl } from '#core/certificate/crl'
import { writeAtomic } from '../files/atomic.ts'
import { withFileErrors } from '../files/errors.ts'
import type { Fetch } from '../settings/server-status.ts'

/** So long nobody asks again; milliseconds. */
const FRESH = 2_000
/** After a failure an address is left alone for so long; milliseconds. */
const REST = 5_000
const PATIENCE = 5_000
const MAX_SIZE = 16 * 1024 * 1024

export interface KeptCrl {
  readonly der: Bytes
  readonly crl: Crl
  /** Fingerprint of the certificate that signed it. */
  readonly issuer: string
  /** By which the server knows it again; null where it gave none. */
  readonly etag: string | null
  /** Milliseconds since 1970. */
  readonly fetchedAt: number
}

export interface CrlCache {
  /** The newest list of an address that can be had, of any age; null when there is none. */
  at(address: string, issuers: readonly Certificate[]): Promise<KeptCrl | null>
}

type Loaded = Pick<KeptCrl, 'der' | 'etag' | 'fetchedAt'>

/** Whether a list is older than another one of the same issuer. */
export const isOlder = (a: KeptCrl, b: KeptCrl): boolean =>
  a.issuer === b.issuer && a.crl.number !== null && b.crl.number !== null && a.crl.number < b.crl.number

const verified = async (loaded: Loaded, issuers: readonly Certificate[]): Promise<KeptCrl | null> => {
  try {
    const crl = parseCrl(loaded.der)
    for (const issuer of issuers)
      if (await verifyCrl(crl, issuer)) return { ...loaded, crl, issuer: issuer.fingerprint }
  } catch {
    // Not a list: as if there were none.
  }
  return null
}

/**
 * What an address answers, at most 16 MiB; null when it does not, whatever the reason.
 * @param etag of what is known already: `unchanged` while it is that
 */
export const download = async (
  fetch: Fetch,
  address: string,
  etag: string | null = null,
): Promise<Omit<Loaded, 'fetchedAt'> | 'unchanged' | null> => {
  try {
    const headers = etag === null ? {} : { 'if-none-match': etag }
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE), redirect: 'error' })
    if (response.status === 304) return 'unchanged'
    if (!response.ok || response.body === null) return null
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      size += part.length
      if (size > MAX_SIZE) return null
      parts.push(part)
    }
    return { der: ownBytes(Buffer.concat(parts)), etag: response.headers.get('etag') }
  } catch {
    return null // Unreachable, whatever the reason.
  }
}

/** Opens the cache in a folder, which is made. @param now milliseconds since 1970 */
export const openCrlCache = async (folder: string, fetch: Fetch, now: () => number): Promise<CrlCache> => {
  await withFileErrors(folder, 'write', () => mkdir(folder, { recursive: true }))
  const kept = new Map<string, KeptCrl>()
  const failedAt = new Map<string, number>()
  const running = new Map<string, Promise<KeptCrl | null>>()

  const fileOf = async (address: string): Promise<string> =>
    join(folder, `${sha256Hex(await sha256(utf8(address)))}.crl`)

  const fromDisk = async (file: string, issuers: readonly Certificate[]): Promise<KeptCrl | null> => {
    try {
      const { mtimeMs } = await stat(file)
      return await verified({ der: ownBytes(await readFile(file)), etag: null, fetchedAt: mtimeMs }, issuers)
    } catch {
      return null // Never fetched before.
    }
  }

  /** A newer list from the network; one that is older than the kept one is not taken. */
  const refresh = async (
    address: string,
    file: string,
    old: KeptCrl | null,
    issuers: readonly Certificate[],
  ): Promise<KeptCrl | null> => {
    if (now() - (failedAt.get(address) ?? -Infinity) < REST) return old
    const answer = await download(fetch, address, old?.etag ?? null)
    if (answer === 'unchanged' && old !== null) return { ...old, fetchedAt: now() }
    const isList = answer !== null && answer !== 'unchanged'
    const fresh = isList ? await verified({ ...answer, fetchedAt: now() }, issuers) : null
    if (fresh === null || (old !== null && isOlder(fresh, old))) {
      failedAt.set(address, now())
      return old
    }
    failedAt.delete(address)
    await writeAtomic(file, fresh.der).catch(() => undefined)
    return fresh
  }

  const load = async (address: string, issuers: readonly Certificate[]): Promise<KeptCrl | null> => {
    const known = kept.get(address)
    const isKnown = known !== undefined && issuers.some(({ fingerprint }) => fingerprint === known.issuer)
    const file = await fileOf(address)
    const old = isKnown ? known : await fromDisk(file, issuers)
    const isFresh = old !== null && now() - old.fetchedAt < FRESH && now() < old.crl.nextUpdate.getTime()
    const current = isFresh ? old : await refresh(address, file, old, issuers)
    if (current !== null) kept.set(address, current)
    return current
  }

  return {
    at: (address, issuers) => {
      const key = [address, ...issuers.map(({ fingerprint }) => fingerprint).sort()].join(' ')
      const known = running.get(key)
      if (known !== undefined) return known
      const loading = load(address, issuers).finally(() => running.delete(key))
      running.set(key, loading)
      return loading
    },
  }
}
