/** `bidseal ca audit`: the audit log of a data folder, judged with every copy of its heads that is at hand. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ownBytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import { readHeads } from './ca/audit/head.ts'
import { HEADS_FILE } from './ca/audit/heads.ts'
import { judgeAuditLog, type AuditJudgement } from './ca/audit/judge.ts'
import { isMissing } from './ca/keys/durable.ts'
import { databaseOf } from './database.ts'
import type { AuditHead } from './store/audit-heads.ts'
import { openStore } from './store/store.ts'

export interface AuditCheckOptions {
  readonly data: string
  /** A copy of `audit-heads.txt` that was kept elsewhere. */
  readonly heads: string | null
  /** What `openStore` takes; the folder's own otherwise. */
  readonly database?: string
}

const readCopy = async (path: string): Promise<readonly AuditHead[]> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError(isMissing(cause) ? 'file-not-found' : 'file-unreadable', { name: basename(path) }, cause)
  })
  try {
    return readHeads(text)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, { name: basename(path), ...error.details }, error)
  }
}

/** The file beside the database, which a server that never signed does not have. */
const readOwnCopy = (data: string): Promise<readonly AuditHead[]> =>
  readCopy(join(data, HEADS_FILE)).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'file-not-found') return []
    throw error
  })

/** Throws `file-not-found` and `file-unreadable`; what is wrong with the log is a finding. */
export const checkAudit = async ({ data, heads, database }: AuditCheckOptions): Promise<AuditJudgement> => {
  const der = await readFile(join(data, 'ca', 'issuing.crt')).catch((cause: unknown) => {
    throw new AppError('file-not-found', { name: 'issuing.crt' }, cause)
  })
  const copies = [...(await readOwnCopy(data)), ...(heads === null ? [] : await readCopy(heads))]
  const store = await openStore(database ?? (await databaseOf(data)))
  try {
    const issuing = parseCertificate(ownBytes(der))
    return await judgeAuditLog({ audit: store.audit, heads: await store.auditHeads.list(), copies, issuing })
  } finally {
    await store.close()
  }
}
