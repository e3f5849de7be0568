/** The QR code in a photograph. */
import { fitWithin, LONGEST } from './photo.ts'

/** Its text; null where there is none, or the file is no picture. The reader is fetched when it is first needed. */
export const readCodeInPhoto = async (file: Blob): Promise<string | null> => {
  // a PDF, for example
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (picture === null) return null
  try {
    const canvas = document.createElement('canvas')
    const { width, height } = fitWithin(picture.width, picture.height, LONGEST)
    Object.assign(canvas, { width, height })
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    if (pen === null) return null
    pen.drawImage(picture, 0, 0, width, height)
    const { prepare, readCode } = await import('../scan/decoder.ts')
    await prepare()
    return await readCode(pen.getImageData(0, 0, width, height))
  } finally {
    picture.close()
  }
}
