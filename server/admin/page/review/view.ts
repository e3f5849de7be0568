/** How a picture is looked at: how large, which side up, and which part of it. */

export interface Looking {
  /** 1 where the whole picture just fits. */
  readonly zoom: number
  /** Quarter turns to the right. */
  readonly turns: number
  /** How far the middle of the picture is off the middle of the frame, CSS pixels. */
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const WHOLE: Looking = { zoom: 1, turns: 0, x: 0, y: 0 }

const STEPS = [1, 1.25, 1.5, 2, 3, 4, 6] as const

/** The next step, larger or smaller. What was moved to stays where it is in the frame. */
export const zoomed = (looking: Looking, by: 1 | -1): Looking => {
  const zoom =
    (by > 0 ? STEPS.find((step) => step > looking.zoom) : STEPS.findLast((step) => step < looking.zoom)) ?? looking.zoom
  const ratio = zoom / looking.zoom
  return { ...looking, zoom, x: looking.x * ratio, y: looking.y * ratio }
}

export const turned = ({ zoom, turns }: Looking): Looking => ({ zoom, turns: (turns + 1) % 4, x: 0, y: 0 })

/** CSS pixels of the frame for a pixel of the picture, before `zoom`. */
export const fitOf = (picture: Size, frame: Size, turns: number): number => {
  const isLying = turns % 2 === 1
  const { width, height } = isLying ? { width: picture.height, height: picture.width } : picture
  return width <= 0 || height <= 0 ? 1 : Math.min(frame.width / width, frame.height / height)
}

const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value))

/** Moved, as far as there is picture beyond the frame. */
export const moved = (looking: Looking, by: { x: number; y: number }, picture: Size, frame: Size): Looking => {
  const { zoom, turns, x, y } = looking
  const scale = fitOf(picture, frame, turns) * zoom
  const isLying = turns % 2 === 1
  const width = (isLying ? picture.height : picture.width) * scale
  const height = (isLying ? picture.width : picture.height) * scale
  return {
    ...looking,
    x: within(x + by.x, Math.max(0, (width - frame.width) / 2)),
    y: within(y + by.y, Math.max(0, (height - frame.height) / 2)),
  }
}
