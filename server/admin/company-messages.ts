/** What the console page and the server say to each other about one company. */
import { z } from 'zod'
import { certificateItem, companyItem } from './messages.ts'
import { applicationLine, holdingLine, orderLine } from './people-messages.ts'
import { sealItem } from './seal-messages.ts'

export const companyParameter = z.strictObject({ code: z.string().regex(/^[0-9A-Z]{1,32}$/) })

/** Each list newest first. */
export const companyDetails = z.strictObject({
  company: companyItem,
  /** Those who belong to it, and those who did. */
  members: z.array(
    z.strictObject({
      account: z.string(),
      mobile: z.string(),
      name: z.string().nullable(),
      role: z.string(),
      since: z.number(),
      endedAt: z.number().nullable(),
    }),
  ),
  /** Of the built-in authority. */
  certificates: z.array(certificateItem),
  /** Of others. */
  others: z.array(holdingLine),
  seals: z.array(sealItem),
  applications: z.array(applicationLine),
  orders: z.array(orderLine),
})
export type CompanyDetails = z.output<typeof companyDetails>
