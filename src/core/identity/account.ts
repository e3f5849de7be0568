/** What phone and server say to each other about accounts. */
import { z } from 'zod'

export const nothing = z.strictObject({})

/** Whoever is logged in. */
export const accountAnswer = z.strictObject({
  /** Its id in the list of devices. */
  session: z.string(),
  /** To be sent in `x-csrf-token` with everything that changes something. */
  csrf: z.string(),
  mobile: z.string(),
  hasPassword: z.boolean(),
  hasWechat: z.boolean(),
  /** When the person first proved who they are. */
  identifiedAt: z.number().nullable(),
})
export type AccountAnswer = z.output<typeof accountAnswer>

export const deviceList = z.strictObject({
  /** The last used first. */
  devices: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      createdAt: z.number(),
      seenAt: z.number(),
      /** The one that asks. */
      isThisOne: z.boolean(),
    }),
  ),
})
export type DeviceList = z.output<typeof deviceList>

export const deviceParameter = z.strictObject({ id: z.string().regex(/^[0-9a-f]{16}$/) })
