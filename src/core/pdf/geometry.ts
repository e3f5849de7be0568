/**
 * Two coordinate systems. The displayed page: millimetres from the top left corner of what a
 * viewer shows, y downwards, with CropBox, rotation and UserUnit honoured. The user space of the
 * PDF: units of 1/72 inch times UserUnit, y upwards (ISO 32000-2 section 8.3.2).
 */
import { damaged } from './parser.ts'

const POINTS_PER_MM = 72 / 25.4

/** A place on the displayed page: millimetres from its top left corner, y downwards. */
export interface PagePoint {
  readonly left: number
  readonly top: number
  readonly brand: 'PagePoint'
}

export const pagePoint = (left: number, top: number): PagePoint => ({ left, top, brand: 'PagePoint' })

/** User space: [left, bottom, right, top]. */
export type Rectangle = readonly [number, number, number, number]

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

export type Rotation = 0 | 90 | 180 | 270

export interface PageGeometry {
  /** Displayed size in millimetres. */
  readonly width: number
  readonly height: number
  /** Clockwise turn from user space to the display. */
  readonly rotation: Rotation
  /** From displayed millimetres to user space. */
  readonly toUserSpace: Matrix
}

const intersect = (a: Rectangle, b: Rectangle): Rectangle => {
  const shared: Rectangle = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]
  return shared[0] < shared[2] && shared[1] < shared[3] ? shared : b
}

/** A rectangle with its corners in order. */
export const normalised = ([x0, y0, x1, y1]: Rectangle): Rectangle => [
  Math.min(x0, x1),
  Math.min(y0, y1),
  Math.max(x0, x1),
  Math.max(y0, y1),
]

const matrixOf = ([x0, y0, x1, y1]: Rectangle, rotation: Rotation, unit: number): Matrix => {
  if (rotation === 90) return [0, unit, unit, 0, x0, y0]
  if (rotation === 180) return [-unit, 0, 0, unit, x1, y0]
  if (rotation === 270) return [0, -unit, -unit, 0, x1, y1]
  return [unit, 0, 0, -unit, x0, y1]
}

export interface PageBoxes {
  readonly mediaBox: Rectangle
  readonly cropBox: Rectangle | null
  /** As in the page: any multiple of 90, clockwise. */
  readonly rotate: number
  readonly userUnit: number
}

/** How a page is displayed. Throws `pdf-damaged` for a page without area. */
export const pageGeometry = ({ mediaBox, cropBox, rotate, userUnit }: PageBoxes): PageGeometry => {
  const media = normalised(mediaBox)
  const box = cropBox === null ? media : intersect(normalised(cropBox), media)
  const [width, height] = [box[2] - box[0], box[3] - box[1]]
  if (!(width > 0 && height > 0)) throw damaged('page without area', 0)
  const turned = (((Math.round(rotate / 90) * 90) % 360) + 360) % 360
  const rotation = turned as Rotation
  const perMm = POINTS_PER_MM / userUnit
  const isOnSide = rotation === 90 || rotation === 270
  return {
    width: (isOnSide ? height : width) / perMm,
    height: (isOnSide ? width : height) / perMm,
    rotation,
    toUserSpace: matrixOf(box, rotation, perMm),
  }
}

const apply = ([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
]

/** The rectangle in user space of a size in millimetres whose displayed top left corner is at `corner`. */
export const userRectangle = (page: PageGeometry, corner: PagePoint, width: number, height: number): Rectangle => {
  const [x0, y0] = apply(page.toUserSpace, corner.left, corner.top)
  const [x1, y1] = apply(page.toUserSpace, corner.left + width, corner.top + height)
  return normalised([x0, y0, x1, y1])
}

/** Whether a size in millimetres lies wholly on the displayed page; a hundredth of a millimetre is forgiven. */
export const isOnPage = (
  page: Pick<PageGeometry, 'width' | 'height'>,
  corner: PagePoint,
  width: number,
  height: number,
): boolean =>
  corner.left >= -0.01 &&
  corner.top >= -0.01 &&
  corner.left + width <= page.width + 0.01 &&
  corner.top + height <= page.height + 0.01
