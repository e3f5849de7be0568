/** Photographs, made small before they are sent. */
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'

/** The longest side that is sent; pixels. */
export const LONGEST = 2000
const QUALITY = 0.85
/** Bytes of a PDF that the server takes. */
const MOST = 8 * 1024 * 1024
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d] as const

/** The size of a picture within a square, in whole pixels, not enlarged. */
export const fitWithin = (width: number, height: number, longest: number) => {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

const refused = (reason: string, cause?: unknown): AppError => new AppError('upload-refused', { reason }, cause)

/** The picture again, upright, no longer than `LONGEST`, as JPEG on white. */
const drawAgain = async (file: Blob): Promise<Blob> => {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch((cause: unknown) => {
    throw refused('picture', cause)
  })
  try {
    const canvas = document.createElement('canvas')
    const { width, height } = fitWithin(picture.width, picture.height, LONGEST)
    Object.assign(canvas, { width, height })
    const pen = canvas.getContext('2d')
    if (pen === null) throw refused('picture')
    Object.assign(pen, { fillStyle: '#fff', imageSmoothingQuality: 'high' })
    pen.fillRect(0, 0, width, height)
    pen.drawImage(picture, 0, 0, width, height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(refused('picture')) : resolve(blob)), 'image/jpeg', QUALITY)
    })
  } finally {
    picture.close()
  }
}

const bytesOf = async (file: Blob): Promise<Bytes> => new Uint8Array(await file.arrayBuffer())

/** What is sent of a file that somebody chose: a PDF as it is, a picture made small. Throws `upload-refused`. */
export const prepareFile = async (file: Blob): Promise<Bytes> => {
  const head = await bytesOf(file.slice(0, PDF.length))
  if (!PDF.every((byte, at) => head[at] === byte)) return bytesOf(await drawAgain(file))
  if (file.size > MOST) throw refused('size')
  return bytesOf(file)
}
