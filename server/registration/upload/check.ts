/**
 * What people send, made harmless: pictures are drawn again, so that nothing but the picture is left;
 * PDFs stay as they are, for they may be signed, and are refused when they could do anything.
 */
import sharp from 'sharp'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { UploadPurpose, UploadType } from '#core/application/messages'
import { AppError, asAppError } from '#core/errors'
import { requireHarmless } from './pdf-check.ts'

/** Bytes. */
export const UPLOAD_LIMIT = 8 * 1024 * 1024
const MAX_PIXELS = 64_000_000
/** Of what is kept. */
const SIDE = 2000
const SECONDS = 20

export interface CheckedUpload {
  readonly type: UploadType
  readonly bytes: Bytes
}

const MAGIC: readonly { readonly type: UploadType; readonly bytes: readonly number[] }[] = [
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
]

const TYPES: { readonly [purpose in UploadPurpose]: readonly UploadType[] } = {
  licence: ['image/jpeg', 'image/png', 'application/pdf'],
  stamped: ['image/jpeg', 'image/png', 'application/pdf'],
  letter: ['application/pdf'],
}

const refused = (reason: string, cause?: unknown): AppError => new AppError('upload-refused', { reason }, cause)

const redraw = async (bytes: Bytes, type: UploadType): Promise<Bytes> => {
  const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
  try {
    const drawn = type === 'image/png' ? picture.png() : picture.jpeg({ quality: 88 })
    return ownBytes(await drawn.toBuffer())
  } catch (cause) {
    throw refused('picture', cause)
  }
}

const checkPdf = async (bytes: Bytes): Promise<void> => {
  try {
    await requireHarmless(bytes)
  } catch (error) {
    const { code } = asAppError(error)
    throw code === 'upload-refused' ? error : refused(code, error)
  }
}

/** What is kept of an upload. Throws `upload-refused` with the reason. */
export const checkUpload = async (bytes: Bytes, purpose: UploadPurpose): Promise<CheckedUpload> => {
  if (bytes.length > UPLOAD_LIMIT) throw refused('size')
  const type = MAGIC.find((magic) => magic.bytes.every((byte, at) => bytes[at] === byte))?.type
  if (type === undefined || !TYPES[purpose].includes(type)) throw refused('type')
  if (type !== 'application/pdf') return { type, bytes: await redraw(bytes, type) }
  await checkPdf(bytes)
  return { type, bytes }
}
