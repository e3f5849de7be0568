/** Files that people send with their applications, and who may see them again. */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { Bytes } from '#core/bytes/bytes'
import { UPLOAD_TYPES, type UploadAnswer, type UploadPurpose, type UploadType } from '#core/application/messages'
import { AppError } from '#core/errors'
import type { Store } from '../../store/store.ts'
import type { UploadRow } from '../../store/uploads.ts'
import { checkUpload } from './check.ts'
import type { UploadFiles } from './files.ts'

/** How many an account may have sent that are part of nothing yet. */
const LOOSE = 20
/** How long what is part of nothing is kept. */
const LOOSE_LIFETIME = 24 * 3600_000
/** Names that the database is asked about at once. */
const BATCH = 500

export interface UploadContent {
  readonly type: UploadType
  readonly bytes: Bytes
}

export interface Uploads {
  /** Throws `upload-refused`, or `rate-limited` when too many are part of nothing. */
  add(account: string, purpose: UploadPurpose, bytes: Bytes): Promise<UploadAnswer>
  /** For the owner, or the administrator of a company that somebody wants to join with it. Throws `file-not-found`. */
  read(account: string, id: string): Promise<UploadContent>
  /** For officers, who may see what is part of an application. Throws `file-not-found`. */
  readAny(id: string): Promise<UploadContent>
  /** Removes what is part of nothing for a day, and files that nobody knows. */
  clear(): Promise<void>
}

export const createUploads = (store: Store, files: UploadFiles, random: RandomBytes, now: () => number): Uploads => {
  const contentOf = async (row: UploadRow | null): Promise<UploadContent> => {
    const type = UPLOAD_TYPES.find((known) => known === row?.type)
    if (row === null || type === undefined) throw new AppError('file-not-found')
    return { type, bytes: await files.read(row.id) }
  }

  const findShared = async (account: string, id: string): Promise<UploadRow | null> => {
    const row = await store.uploads.find(id)
    if (row?.application === null || row?.application === undefined) return null
    return (await store.applications.findJoining(account, row.application)) === null ? null : row
  }

  return {
    add: async (account, purpose, sent) => {
      if ((await store.uploads.countLoose(account)) >= LOOSE) throw new AppError('rate-limited')
      const { type, bytes } = await checkUpload(sent, purpose)
      const id = Buffer.from(random(32)).toString('hex')
      await files.write(id, bytes)
      const row = { id, account, purpose, type, size: bytes.length, application: null, createdAt: now() }
      await store.uploads.add(row)
      return { id, type, size: bytes.length }
    },

    read: async (account, id) =>
      contentOf((await store.uploads.findOwn(account, id)) ?? (await findShared(account, id))),

    readAny: async (id) => {
      const row = await store.uploads.find(id)
      return contentOf(row?.application === null ? null : row)
    },

    clear: async () => {
      const before = now() - LOOSE_LIFETIME
      await store.uploads.removeLoose(before)
      const old = await files.older(before)
      for (let from = 0; from < old.length; from += BATCH) {
        const some = old.slice(from, from + BATCH)
        const known = await store.uploads.known(some)
        for (const name of some) if (!known.has(name)) await files.remove(name)
      }
    },
  }
}
