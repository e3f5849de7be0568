/**
 * Whom a command believes: the roots that it is given, and revocation lists from files or, where
 * those do not answer, from the addresses in the certificates themselves.
 */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import { readable } from '#core/certificate/path'
import { judgeChain, type JudgedChain } from '#core/certificate/chain'
import { verifySealRecord, type SealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import { withFileErrors } from '#engine/files/errors'
import type { Trust } from '#engine/pdf/verify-pdf'
import { download } from '#engine/trust/crl-cache'
import { crlAddresses } from '#engine/trust/distribution'
import type { TrustedUsage } from '#engine/trust/trust'
import { readSmallFile } from './files.ts'
import { distinct, readTrustFile, type TrustFile } from './trust-file.ts'

const KEPT = /\.(pem|crt|cer|der|crl)$/i
const LISTS = /\.crl$/i

export interface TrustFiles {
  /** Files with roots, or folders of them. Lists beside a root are read as well. */
  readonly trust?: readonly string[]
  readonly crl?: readonly string[]
}

const namesIn = (folder: string, wanted: RegExp): Promise<readonly string[]> =>
  withFileErrors(folder, 'read', async () =>
    (await readdir(folder)).filter((name) => wanted.test(name)).map((name) => join(folder, name)),
  )

/** The files behind a path: those of a folder, or a file and the lists beside it. */
const filesOf = async (path: string): Promise<readonly string[]> => {
  const found = await withFileErrors(path, 'read', () => stat(path))
  return found.isDirectory() ? namesIn(path, KEPT) : [path, ...(await namesIn(dirname(path), LISTS))]
}

const read = async (path: string): Promise<TrustFile> => {
  try {
    return readTrustFile(await readSmallFile(path))
  } catch (error) {
    if (error instanceof AppError && error.code === 'certificate-malformed')
      throw new AppError(error.code, { ...error.details, name: basename(path) }, error)
    throw error
  }
}

export interface TrustList {
  /**
   * What is to be thought of a chain (DER, leaf first) at a time. Revocation counts until `revokedBy`, `at` unless
   * told otherwise. A refusal is a result, not an error.
   */
  judge(chain: readonly Bytes[], at: Date, usage: TrustedUsage, revokedBy?: Date): Promise<JudgedChain>
  /** Like judge, but rejects with the reason; `revocation-unknown` where nothing else is wrong. */
  require(chain: readonly Bytes[], at: Date, usage: 'sign' | 'encrypt'): Promise<JudgedChain>
  /** Reads a seal record that the first of `chain` may use. Rejects with `seal-record-invalid` or `seal-not-yours`. */
  sealRecord(record: Bytes, chain: readonly Bytes[], at: Date): Promise<SealRecord>
  /** For the signatures of one PDF. */
  forPdf(): Trust
}

export interface TrustParts {
  /** DER. */
  readonly roots: readonly Bytes[]
  /** DER of certificates between roots and holders. */
  readonly intermediates: readonly Bytes[]
  readonly crls: readonly Bytes[]
  /** Whether lists may be fetched from the addresses in the certificates. */
  readonly isOnline: boolean
  readonly now: Date
}

export const trustIn = ({ roots, intermediates, crls, isOnline, now }: TrustParts): TrustList => {
  const fetched = new Map<string, Promise<Bytes | null>>()
  const bytesAt = async (address: string): Promise<Bytes | null> => {
    const answer = await download(fetch, address)
    return answer === null || answer === 'unchanged' ? null : answer.der
  }
  const listAt = (address: string): Promise<Bytes | null> => {
    const known = fetched.get(address) ?? bytesAt(address)
    fetched.set(address, known)
    return known
  }

  const judge: TrustList['judge'] = async (chain, at, usage, revokedBy = at) => {
    const all = distinct([...chain, ...intermediates])
    const question = { roots, at, revokedBy, now, usage }
    const judged = await judgeChain(all, { ...question, crls })
    // Only certificates under a trusted root may name addresses that are called.
    if (!isOnline || judged.chain !== 'valid' || judged.revocation !== 'unknown') return judged
    const lists = await Promise.all([...new Set(readable(all).flatMap(crlAddresses))].map(listAt))
    return judgeChain(all, { ...question, crls: [...crls, ...lists.filter((list) => list !== null)] })
  }

  const sealRecord: TrustList['sealRecord'] = async (record, [signer, ...others], at) => {
    if (signer === undefined) throw new AppError('seal-not-yours')
    const between = distinct([...others, ...intermediates])
    return verifySealRecord(record, { signer, roots, intermediates: between, crls, at })
  }

  return {
    judge,
    sealRecord,
    require: async (chain, at, usage) => {
      const judged = await judge(chain, at, usage)
      if (judged.reason !== null) throw judged.reason
      if (judged.chain !== 'valid') throw new AppError('certificate-untrusted')
      if (judged.revocation !== 'good') throw new AppError('revocation-unknown')
      return judged
    },
    forPdf: () => {
      let between: readonly Bytes[] = []
      return {
        now,
        judgeChain: (certificates, at, revokedBy) => {
          between = distinct([...between, ...certificates.slice(1)])
          return judge(certificates, at, 'sign', revokedBy)
        },
        judgeTimestamp: (certificates, at) => judge(certificates, at, 'timestamp', now),
        judgeRecord: async (record, signer, at) => {
          try {
            await sealRecord(record, [signer, ...between], at)
            return true
          } catch {
            return false // The report says that the record does not hold.
          }
        },
      }
    },
  }
}

/**
 * Reads roots and lists. Every self-signed certificate is a root, the others only help to build
 * chains. Rejects with `certificate-untrusted` when there is no root among them,
 * `certificate-malformed`, or a file error.
 */
export const openTrustList = async ({ trust = [], crl = [] }: TrustFiles, now: Date): Promise<TrustList> => {
  const paths = [...(await Promise.all(trust.map(filesOf))).flat(), ...crl]
  const contents = await Promise.all([...new Set(paths)].map(read))
  const certificates = contents.flatMap((content) => content.certificates)
  const roots = certificates.filter(({ isSelfSigned, usage }) => isSelfSigned && usage === 'authority')
  if (roots.length === 0) throw new AppError('certificate-untrusted', { reason: 'no root in --trust' })
  return trustIn({
    roots: roots.map(({ der }) => der),
    intermediates: certificates.filter((certificate) => !roots.includes(certificate)).map(({ der }) => der),
    crls: contents.flatMap((content) => content.crls),
    isOnline: true,
    now,
  })
}
