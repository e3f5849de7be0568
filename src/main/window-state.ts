/** Where the window stood when it was last closed. */
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** Device-independent pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Null: in the middle of the screen. */
  readonly bounds: Rectangle | null
  readonly isMaximised: boolean
}

/** What 1366×768 leaves beside a task bar where texts are shown at 125 %, and a little less. */
export const MINIMUM = { width: 1024, height: 560 } as const
export const USUAL = { width: 1366, height: 768 } as const

const STATE = z.strictObject({
  bounds: z.strictObject({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() }).nullable(),
  isMaximised: z.boolean(),
})

const FIRST: WindowState = { bounds: null, isMaximised: false }

/** Enough of the title bar to take hold of. */
const GRIP = { width: 200, height: 44 }

const canBeGrasped = ({ x, y, width }: Rectangle, screen: Rectangle): boolean =>
  y >= screen.y &&
  y + GRIP.height <= screen.y + screen.height &&
  Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= GRIP.width

/** A state whose window can be seen and moved on one of these screens. */
export const fitState = (state: WindowState, screens: readonly Rectangle[]): WindowState => {
  const { bounds } = state
  if (!bounds || !screens.some((screen) => canBeGrasped(bounds, screen))) return { ...state, bounds: null }
  const width = Math.max(bounds.width, MINIMUM.width)
  return { ...state, bounds: { ...bounds, width, height: Math.max(bounds.height, MINIMUM.height) } }
}

/** The size of a first window: the usual one, as far as the screen has room. */
export const usualSize = (screen: Rectangle): { readonly width: number; readonly height: number } => ({
  width: Math.max(MINIMUM.width, Math.min(USUAL.width, screen.width)),
  height: Math.max(MINIMUM.height, Math.min(USUAL.height, screen.height)),
})

/** The kept state; a first window's where there is none or it cannot be read. */
export const loadState = (path: string): WindowState => {
  try {
    return STATE.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return FIRST
  }
}

/** Keeps a state. Losing it does no harm, so errors are not told. */
export const saveState = (path: string, state: WindowState): void => {
  try {
    writeFileSync(path, JSON.stringify(state))
  } catch {
    // The next window opens in the middle of the screen.
  }
}
