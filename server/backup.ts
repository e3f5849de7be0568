/**
 * A data folder's backup: a folder with the database as one file, the key files, everything else that
 * the server keeps, and a list with the digest of each. What must not lie beside it is left out: the
 * passphrase, the recovery shares, the first officer's password and PostgreSQL's address.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, lstat, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { checkAudit } from './audit-check.ts'
import { HEADS_FILE } from './ca/audit/heads.ts'
import type { AuditFinding } from './ca/audit/judge.ts'
import { isMissing, move, syncFolder, writeNew } from './ca/keys/durable.ts'
import { STORAGE_KEY } from './ca/keys/founding.ts'
import { createKeyBox } from './ca/keys/key-box.ts'
import { readPassphrase } from './ca/keys/key-folder.ts'
import { DATABASE_FILE, databaseOf } from './database.ts'
import { checkDatabase, copyDatabase } from './store/copy.ts'
import { checkDump, dumpDatabase, restoreDump } from './store/dump.ts'
import { isPostgresAddress } from './store/postgres.ts'
import { openStore } from './store/store.ts'

const LIST = 'backup.json'
/** The database, where it is one of PostgreSQL. */
const DUMP = 'store.dump'
/** With what is an authority of its own, the second one of a demo. */
const LEFT_OUT =
  /^(store\.db(-wal|-shm)?|database|officer-(password|totp)\.txt|recovery-share-\d\.txt|ca\/passphrase)$|^second-authority\/|\.(new|partial)(\/|$)/

const list = z.strictObject({
  format: z.literal('bidseal-backup/1'),
  at: z.iso.datetime(),
  files: z
    .array(
      z.strictObject({
        /** With slashes; below the folder. */
        name: z.string().regex(/^(?!.*(^|\/)\.\.?(\/|$))[^/\\\0]+(\/[^/\\\0]+)*$/),
        size: z.int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(1_000_000),
})
type BackupList = z.output<typeof list>

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

const digestOf = async (path: string): Promise<{ readonly size: number; readonly sha256: string }> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { size: (await lstat(path)).size, sha256: hash.digest('hex') }
}

/** Copies a file that may lie in a folder that is not there yet. */
const copy = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await copyFile(from, to)
  const handle = await open(to, 'r+')
  try {
    await handle.chmod(0o600)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const requireNew = async (folder: string): Promise<void> => {
  const found = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw new AppError('target-exists', { name: basename(folder), reason: 'no folder' }, error)
  })
  if (found.length > 0) throw new AppError('target-exists', { name: basename(folder) })
}

/** Fills a new folder beside the target, and gives it its name when it is whole. */
const publish = async (target: string, fill: (folder: string) => Promise<void>): Promise<void> => {
  await requireNew(target)
  const partial = `${target}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true, mode: 0o700 })
  try {
    await fill(partial)
    for (const folder of new Set((await filesBelow(partial)).map((name) => dirname(join(partial, name)))))
      await syncFolder(folder)
    await move(partial, target)
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

export interface BackupOptions {
  readonly data: string
  /** New, outside the data folder. */
  readonly out: string
  readonly now: Date
}

export interface BackupResult {
  readonly folder: string
  readonly files: number
  readonly size: number
  /** What is wrong with the audit log in the backup. */
  readonly findings: readonly AuditFinding[]
}

/** Backs a data folder up while its server runs. Throws `file-not-found`, `target-exists`, `backup-damaged`. */
export const backUp = async ({ data, out, now }: BackupOptions): Promise<BackupResult> => {
  if (`${out}/`.startsWith(`${data}/`)) throw new AppError('invalid-input', { reason: 'backup inside data' })
  const database = await databaseOf(data)
  const isRemote = isPostgresAddress(database)
  const needed = isRemote ? join(data, 'server.json') : database
  if ((await lstat(needed).catch(() => null)) === null) throw new AppError('file-not-found', { name: basename(needed) })
  const kept = (await filesBelow(data)).filter((name) => !LEFT_OUT.test(name))
  const files: BackupList['files'] = []
  let findings: readonly AuditFinding[] = []
  await publish(out, async (folder) => {
    // Heads first: the database may know more of them than their file, not the other way round.
    if (kept.includes(HEADS_FILE)) await copy(join(data, HEADS_FILE), join(folder, HEADS_FILE))
    const copied = join(folder, isRemote ? DUMP : DATABASE_FILE)
    await (isRemote ? dumpDatabase : copyDatabase)(database, copied)
    for (const name of kept) if (name !== HEADS_FILE) await copy(join(data, name), join(folder, name))
    ;({ findings } = await checkAudit({ data: folder, heads: null, database: isRemote ? database : copied }))
    if (!isRemote) checkDatabase(copied)
    for (const name of await filesBelow(folder)) files.push({ name, ...(await digestOf(join(folder, name))) })
    const made: BackupList = { format: 'bidseal-backup/1', at: now.toISOString(), files }
    await writeNew(join(folder, LIST), `${JSON.stringify(made, null, 2)}\n`)
  })
  return { folder: out, files: files.length, size: files.reduce((sum, { size }) => sum + size, 0), findings }
}

const readList = async (folder: string): Promise<BackupList> => {
  const text = await readFile(join(folder, LIST), 'utf8').catch((cause: unknown) => {
    throw new AppError('backup-damaged', { name: LIST, reason: 'missing' }, cause)
  })
  try {
    return list.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('backup-damaged', { name: LIST, reason: 'not the list of a backup' }, cause)
  }
}

/** Lists of the time between backup and loss had numbers that must not come again. */
const SKIPPED_NUMBERS = 1_000_000

export interface RestoreOptions {
  /** The backup. */
  readonly from: string
  /** New. */
  readonly data: string
  /** Tried on the keys where it is given. */
  readonly passphraseFile: string | null
  readonly now: Date
}

/**
 * Makes a data folder from a backup, whose every file is checked. Throws `backup-damaged`,
 * `passphrase-wrong` and `target-exists`.
 */
export const restore = async (
  options: RestoreOptions,
): Promise<{ readonly folder: string; readonly files: number; readonly madeAt: string }> => {
  const { from, data, passphraseFile, now } = options
  const { at, files } = await readList(from)
  const names = new Set(files.map(({ name }) => name))
  const extra = (await filesBelow(from)).find((name) => name !== LIST && !names.has(name))
  if (extra !== undefined) throw new AppError('backup-damaged', { name: extra, reason: 'not in the list' })
  await publish(data, async (folder) => {
    for (const { name, size, sha256 } of files) {
      const target = join(folder, name)
      await copy(join(from, name), target).catch((cause: unknown) => {
        throw isMissing(cause) ? new AppError('backup-damaged', { name, reason: 'missing' }, cause) : cause
      })
      const found = await digestOf(target)
      if (found.size !== size || found.sha256 !== sha256)
        throw new AppError('backup-damaged', { name, reason: 'changed' })
    }
    if (passphraseFile !== null) {
      const box = createKeyBox(await readPassphrase(passphraseFile), (length) => new Uint8Array(length))
      await box.open(STORAGE_KEY, await readFile(join(folder, `ca/${STORAGE_KEY}.key`), 'utf8'))
    }
    const database = await databaseOf(folder)
    if (isPostgresAddress(database)) {
      await checkDump(join(folder, DUMP))
      await restoreDump(join(folder, DUMP), database)
      await rm(join(folder, DUMP))
    } else checkDatabase(database)
    const store = await openStore(database)
    try {
      await store.transaction(async ({ crls, audit }) => {
        await crls.supersede(SKIPPED_NUMBERS)
        await audit.append({ actor: 'restore', action: 'restored', facts: { backup: at } }, now.getTime())
      })
    } finally {
      await store.close()
    }
  })
  return { folder: data, files: files.length, madeAt: at }
}
