/** The thread that draws pages, so that the engine goes on answering meanwhile. */
import { parentPort } from 'node:worker_threads'
import { encode as encodePng } from 'fast-png'
import jpeg from 'jpeg-js'
import { errorShape, type ErrorShape } from '#core/errors'
import { startRenderer, type Picture } from './pdfium.ts'

export interface PictureRequest {
  readonly path: string
  /** From 1. */
  readonly page: number
  /** Pixels. */
  readonly width: number
  readonly type: 'image/png' | 'image/jpeg'
  /** Of the JPEG, 1 to 100. */
  readonly quality: number
}

export interface PagePicture {
  readonly width: number
  readonly height: number
  readonly type: 'image/png' | 'image/jpeg'
  readonly bytes: Uint8Array
}

export type PictureAnswer = { readonly picture: PagePicture } | { readonly error: ErrorShape }

const encode = ({ width, height, rgba }: Picture, type: PictureRequest['type'], quality: number): Uint8Array =>
  type === 'image/jpeg'
    ? new Uint8Array(jpeg.encode({ width, height, data: rgba }, quality).data)
    : encodePng({ width, height, data: rgba, channels: 4, depth: 8 }, { zlib: { level: 1 } })

const renderer = startRenderer()

const answer = async ({ path, page, width, type, quality }: PictureRequest): Promise<PictureAnswer> => {
  try {
    const drawn = (await renderer).render(path, page, width)
    const { height } = drawn
    return { picture: { width, height, type, bytes: encode(drawn, type, quality) } }
  } catch (error) {
    return { error: errorShape(error) }
  }
}

parentPort?.on('message', (request: PictureRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message))
})
