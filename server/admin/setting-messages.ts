/** What the console page and the server say to each other about settings. Times are milliseconds since 1970. */
import { z } from 'zod'
import { CHANGE_EVENTS, CHANGE_STATES } from './setting-rules.ts'

/** In fen. */
const fen = z.int().min(0).max(100_000_000)
const prices = z.strictObject({ claim: fen, join: fen, renew: fen, recover: fen })
/** Months. */
const validity = z.int().min(1).max(12)
const review = z.boolean()

export const settingValue = z.discriminatedUnion('setting', [
  z.strictObject({ setting: z.literal('prices'), value: prices }),
  z.strictObject({ setting: z.literal('validity'), value: validity }),
  z.strictObject({ setting: z.literal('review'), value: review }),
])
export type SettingValue = z.output<typeof settingValue>

export const settingsAnswer = z.strictObject({
  /** What counts now. */
  current: z.strictObject({ prices, validity, review }),
  /** Newest first. */
  changes: z.array(
    z.strictObject({
      id: z.string(),
      change: settingValue,
      state: z.enum(CHANGE_STATES),
      proposedBy: z.string(),
      proposedAt: z.number(),
      decidedBy: z.string().nullable(),
      decidedAt: z.number().nullable(),
    }),
  ),
})
export type SettingsAnswer = z.output<typeof settingsAnswer>

export const changeParameter = z.strictObject({
  change: z.string().regex(/^[0-9a-f]{24}$/),
  event: z.enum(CHANGE_EVENTS),
})
