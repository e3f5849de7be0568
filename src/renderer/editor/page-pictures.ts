/**
 * Pictures of pages: asked for one after another with the latest wish first, decoded off the main
 * thread, kept up to a budget of pixels. A wish that is withdrawn before its turn costs nothing.
 */
import type { PageImage } from '#ipc/views'

export interface PictureWish {
  readonly project: string
  readonly document: string
  readonly page: number
  /** Device pixels. */
  readonly width: number
}

export interface PagePictures {
  /**
   * `version` is the document's digest: a sealed document is another picture. Rejects with the
   * signal's reason when it is aborted.
   */
  get(wish: PictureWish, version: string, signal: AbortSignal): Promise<ImageBitmap>
  /** A picture of that page at any width, if there is one already. */
  peek(wish: Omit<PictureWish, 'width'>, version: string): ImageBitmap | null
  clear(): void
}

interface Waiting {
  readonly key: string
  readonly wish: PictureWish
  readonly signal: AbortSignal
  readonly resolve: (picture: ImageBitmap) => void
  readonly reject: (reason: unknown) => void
}

const AT_ONCE = 2
const BUDGET_PIXELS = 24_000_000

type Decode = (image: PageImage) => Promise<ImageBitmap>
const decodeImage: Decode = ({ bytes, type }) => createImageBitmap(new Blob([new Uint8Array(bytes)], { type }))

export const createPagePictures = (
  load: (wish: PictureWish) => Promise<PageImage>,
  decode: Decode = decodeImage,
  budget = BUDGET_PIXELS,
): PagePictures => {
  const kept = new Map<string, ImageBitmap>()
  let waiting: Waiting[] = []
  let running = 0

  const page = ({ project, document, page }: Omit<PictureWish, 'width'>, version: string) =>
    `${project}/${document}/${version}/${page}/`

  const keep = (key: string, picture: ImageBitmap) => {
    kept.set(key, picture)
    let pixels = 0
    for (const { width, height } of kept.values()) pixels += width * height
    for (const [oldest, { width, height }] of kept) {
      if (pixels <= budget || oldest === key) break
      pixels -= width * height
      kept.delete(oldest)
    }
  }

  const next = async () => {
    const turn = waiting.pop()
    if (!turn) return
    const { key, wish, signal, resolve, reject } = turn
    if (signal.aborted) {
      reject(signal.reason)
      return next()
    }
    running += 1
    try {
      const picture = kept.get(key) ?? (await decode(await load(wish)))
      keep(key, picture)
      resolve(picture)
    } catch (error) {
      reject(error)
    }
    running -= 1
    return next()
  }

  return {
    get: (wish, version, signal) =>
      new Promise((resolve, reject) => {
        const key = page(wish, version) + wish.width
        const known = kept.get(key)
        if (known) {
          kept.delete(key)
          kept.set(key, known)
          resolve(known)
          return
        }
        waiting.push({ key, wish, signal, resolve, reject })
        if (running < AT_ONCE) void next()
      }),
    peek: (wish, version) => {
      const prefix = page(wish, version)
      for (const [key, picture] of kept) if (key.startsWith(prefix)) return picture
      return null
    },
    clear: () => {
      waiting.forEach(({ reject }) => reject(new DOMException('cleared', 'AbortError')))
      waiting = []
      kept.clear()
    },
  }
}
