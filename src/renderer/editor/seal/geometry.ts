/**
 * Geometry of the seal step. Millimetres count from the displayed page's top left corner to the
 * right and down; pixels are CSS pixels from the same corner. Nothing here knows the screen.
 */
declare const space: unique symbol

/** Millimetres on the displayed page. */
export interface PagePoint {
  readonly left: number
  readonly top: number
  readonly [space]: 'page'
}

/** CSS pixels from the page's top left corner. */
export interface ScreenPoint {
  readonly x: number
  readonly y: number
  readonly [space]: 'screen'
}

/** Millimetres. */
export interface Size {
  readonly width: number
  readonly height: number
}

export const pagePoint = (left: number, top: number): PagePoint => ({ left, top }) as PagePoint
export const screenPoint = (x: number, y: number): ScreenPoint => ({ x, y }) as ScreenPoint

const PIXELS_PER_MILLIMETRE = 96 / 25.4
export const MIN_ZOOM = 0.1
export const MAX_ZOOM = 4
const ZOOM_STEPS = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.25, 1.5, 2, 3, 4]

/** CSS pixels for a millimetre at a zoom; 1 is true size on a 96 dpi screen. */
export const scaleOf = (zoom: number): number => zoom * PIXELS_PER_MILLIMETRE

export const toPage = (point: ScreenPoint, scale: number): PagePoint => pagePoint(point.x / scale, point.y / scale)
export const toScreen = (point: PagePoint, scale: number): ScreenPoint =>
  screenPoint(point.left * scale, point.top * scale)

/** Rounds to a tenth of a millimetre, as positions are shown and stored. */
export const settle = ({ left, top }: PagePoint): PagePoint =>
  pagePoint(Math.round(left * 10) / 10, Math.round(top * 10) / 10)

const within = (value: number, room: number) => Math.min(Math.max(0, value), Math.max(0, room))

/** The nearest point at which the whole seal lies on the page. */
export const keepOnPage = ({ left, top }: PagePoint, seal: Size, page: Size): PagePoint =>
  pagePoint(within(left, page.width - seal.width), within(top, page.height - seal.height))

/** Moves by millimetres, staying on the page. */
export const nudge = (point: PagePoint, right: number, down: number, seal: Size, page: Size): PagePoint =>
  settle(keepOnPage(pagePoint(point.left + right, point.top + down), seal, page))

export const centreOf = ({ left, top }: PagePoint, { width, height }: Size): PagePoint =>
  pagePoint(left + width / 2, top + height / 2)

/** Where a seal stands whose centre is at a point. */
export const centredAt = ({ left, top }: PagePoint, { width, height }: Size): PagePoint =>
  pagePoint(left - width / 2, top - height / 2)

/** The largest zoom at which the whole page fits into a room of CSS pixels. */
export const fitZoom = (page: Size, room: Size): number => {
  const zoom = Math.min(room.width / page.width, room.height / page.height) / PIXELS_PER_MILLIMETRE
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, Math.floor(zoom * 1000) / 1000))
}

/** The next zoom of the ladder, up (1) or down (-1). */
export const stepZoom = (zoom: number, direction: 1 | -1): number =>
  direction === 1
    ? (ZOOM_STEPS.find((step) => step > zoom + 0.001) ?? MAX_ZOOM)
    : (ZOOM_STEPS.findLast((step) => step < zoom - 0.001) ?? MIN_ZOOM)

export type Alignment = 'page-centre' | 'other-seal'

export interface Snap {
  readonly point: PagePoint
  /** What the seal's centre is in line with; null for nothing. */
  readonly across: Alignment | null
  readonly down: Alignment | null
}

const nearest = (value: number, lines: readonly (readonly [number, Alignment])[], reach: number) => {
  let best: readonly [number, Alignment] | null = null
  for (const line of lines) {
    const distance = Math.abs(line[0] - value)
    if (distance <= reach && (best === null || distance < Math.abs(best[0] - value))) best = line
  }
  return best
}

/**
 * Pulls a seal whose centre comes within `reach` millimetres of the page's middle or of another
 * seal's centre into line with it, in each direction on its own.
 */
export const snap = (point: PagePoint, seal: Size, page: Size, others: readonly PagePoint[], reach: number): Snap => {
  const centre = centreOf(point, seal)
  const lines = (middle: number, centres: readonly number[]): (readonly [number, Alignment])[] => [
    [middle, 'page-centre'],
    ...centres.map((value): readonly [number, Alignment] => [value, 'other-seal']),
  ]
  const x = nearest(
    centre.left,
    lines(
      page.width / 2,
      others.map(({ left }) => left),
    ),
    reach,
  )
  const y = nearest(
    centre.top,
    others.map(({ top }): readonly [number, Alignment] => [top, 'other-seal']),
    reach,
  )
  const moved = pagePoint((x?.[0] ?? centre.left) - seal.width / 2, (y?.[0] ?? centre.top) - seal.height / 2)
  return { point: keepOnPage(moved, seal, page), across: x?.[1] ?? null, down: y?.[1] ?? null }
}

export interface Tick {
  /** CSS pixels from the ruler's zero. */
  readonly at: number
  readonly length: number
  /** Millimetres, on labelled ticks. */
  readonly label: number | null
}

/** Millimetres between ticks, between middle ticks and between labels, so that labels keep their distance. */
const rhythms = [
  [1, 5, 10],
  [5, 10, 50],
  [10, 50, 100],
] as const

/** The ticks of a ruler over a page side of so many millimetres. */
export const rulerTicks = (side: number, scale: number): readonly Tick[] => {
  const [fine, middle, labelled] = rhythms.find(([, , every]) => every * scale >= 48) ?? rhythms[2]
  return Array.from({ length: Math.floor(side / fine) + 1 }, (_, index) => {
    const millimetre = index * fine
    const label = millimetre % labelled === 0 ? millimetre : null
    return { at: millimetre * scale, length: label !== null ? 9 : millimetre % middle === 0 ? 6 : 3, label }
  })
}
