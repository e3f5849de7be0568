/**
 * Seals as small as they are wanted. A canvas that shrinks a picture by more than half skips pixels
 * and leaves steps on every edge, so the picture is halved until it is nearly as small, once for each seal.
 */

export interface Halved {
  readonly width: number
  readonly height: number
}

/** The sizes of a picture halved again and again down to `least` pixels on its longer side, the whole one first. */
export const halvings = (width: number, height: number, least = 16): readonly Halved[] => {
  const sizes: Halved[] = [{ width, height }]
  for (let [w, h] = [width, height]; Math.max(w, h) >= 2 * least;) {
    ;[w, h] = [Math.max(1, Math.ceil(w / 2)), Math.max(1, Math.ceil(h / 2))]
    sizes.push({ width: w, height: h })
  }
  return sizes
}

/** The smallest picture that is still as wide as wanted; the whole one when none is. The largest comes first. */
export const pickHalf = <Picture extends Halved>(pictures: readonly [Picture, ...Picture[]], width: number): Picture =>
  pictures.findLast((picture) => picture.width >= width) ?? pictures[0]

type Pictures = readonly [CanvasImageSource & Halved, ...(CanvasImageSource & Halved)[]]

const decode = async (image: Uint8Array): Promise<Pictures> => {
  const whole = await createImageBitmap(new Blob([new Uint8Array(image)], { type: 'image/png' }))
  const smaller: OffscreenCanvas[] = []
  for (const { width, height } of halvings(whole.width, whole.height).slice(1)) {
    const canvas = new OffscreenCanvas(width, height)
    smooth(canvas.getContext('2d'))?.drawImage(smaller.at(-1) ?? whole, 0, 0, width, height)
    smaller.push(canvas)
  }
  return [whole, ...smaller]
}

/** Lets a canvas shrink and stretch as smoothly as it can. */
const smooth = <Context extends CanvasImageSmoothing>(context: Context | null): Context | null => {
  if (context) {
    context.imageSmoothingEnabled = true
    context.imageSmoothingQuality = 'high'
  }
  return context
}

const decoded = new WeakMap<Uint8Array, Promise<Pictures>>()

/** A seal's picture and its halves. The same bytes are decoded once. */
export const picturesOf = (image: Uint8Array): Promise<Pictures> => {
  const known = decoded.get(image) ?? decode(image)
  decoded.set(image, known)
  return known
}

/** Draws a seal over the whole of a canvas. */
export const drawSeal = (canvas: HTMLCanvasElement, pictures: Pictures): void => {
  const { width, height } = canvas
  const context = smooth(canvas.getContext('2d'))
  context?.clearRect(0, 0, width, height)
  context?.drawImage(pickHalf(pictures, width), 0, 0, width, height)
}
