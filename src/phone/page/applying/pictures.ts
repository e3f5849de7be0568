/** Pictures on their way to the server, one of each purpose at a time. What failed can be sent again as it is. */
import type { ApplicationsApi } from '#agent/applications'
import type { UploadPurpose } from '#core/application/messages'
import type { Bytes } from '#core/bytes/bytes'
import { errorShape, type ErrorShape } from '#core/errors'

export type Purpose = Exclude<UploadPurpose, 'letter'>

export interface Picture {
  /** Which share of it has gone, from 0 to 1. */
  readonly share: number
  /** Why it did not arrive; null while it is on its way. */
  readonly error: ErrorShape | null
}

/** Makes of a file what is sent. Throws `upload-refused`. */
export type Prepare = (file: Blob) => Promise<Bytes>

export interface PictureHooks {
  /** Null when it has arrived. */
  show(purpose: Purpose, picture: Picture | null): void
  /** It is there, under this name. */
  keep(purpose: Purpose, upload: string): Promise<void>
}

export interface Pictures {
  send(purpose: Purpose, file: Blob): Promise<void>
  sendAgain(purpose: Purpose): Promise<void>
}

interface Last {
  readonly file: Blob
  /** The name that the server gave it. */
  upload: string | null
}

export const createPictures = (
  { upload }: Pick<ApplicationsApi, 'upload'>,
  prepare: Prepare,
  { show, keep }: PictureHooks,
): Pictures => {
  const last = new Map<Purpose, Last>()
  const busy = new Set<Purpose>()

  const bring = async (purpose: Purpose, picture: Last): Promise<void> => {
    if (busy.has(purpose)) return
    busy.add(purpose)
    show(purpose, { share: 0, error: null })
    try {
      picture.upload ??= (
        await upload(purpose, await prepare(picture.file), (share) => show(purpose, { share, error: null }))
      ).id
      await keep(purpose, picture.upload)
      last.delete(purpose)
      show(purpose, null)
    } catch (error) {
      show(purpose, { share: 0, error: errorShape(error) })
    } finally {
      busy.delete(purpose)
    }
  }

  return {
    send: (purpose, file) => {
      const picture = { file, upload: null }
      if (!busy.has(purpose)) last.set(purpose, picture)
      return bring(purpose, picture)
    },
    sendAgain: async (purpose) => {
      const picture = last.get(purpose)
      if (picture !== undefined) await bring(purpose, picture)
    },
  }
}
