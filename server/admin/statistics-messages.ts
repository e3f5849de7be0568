/** What the console page and the server say to each other about figures over time. */
import { z } from 'zod'

/** 2026-11, in Chinese time. */
const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)

/** Both included. */
export const statisticsQuery = z.strictObject({ from: month.optional(), to: month.optional() })
export type StatisticsQuery = z.output<typeof statisticsQuery>

export const statisticsAnswer = z.strictObject({
  from: month,
  to: month,
  /** Every month of the range, the oldest first. */
  months: z.array(
    z.strictObject({
      month,
      /** Submitted, by kind and by what has become of them. */
      applications: z.array(z.strictObject({ kind: z.string(), state: z.string(), count: z.number() })),
      /** Of officers; milliseconds from submission on. */
      decisions: z.strictObject({ count: z.number(), median: z.number().nullable(), p90: z.number().nullable() }),
      /** Signing certificates of the built-in authority. */
      certificates: z.strictObject({ issued: z.number(), renewed: z.number(), revoked: z.number() }),
      /** Paid and not paid back. */
      revenue: z.array(z.strictObject({ organisation: z.string(), fen: z.number() })),
      identity: z.array(z.strictObject({ method: z.string(), count: z.number() })),
    }),
  ),
})
export type StatisticsAnswer = z.output<typeof statisticsAnswer>
export type MonthFigures = StatisticsAnswer['months'][number]
