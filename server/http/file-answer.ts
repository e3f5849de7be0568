import { z } from 'zod'

const bytes = z.custom<Uint8Array>().meta({ type: 'string', format: 'binary' })

/** The answer of a route that sends a file of one of these media types, for its `schema`. */
export const fileAnswer = (...types: readonly string[]) => ({
  content: Object.fromEntries(types.map((type) => [type, { schema: bytes }] as const)),
})
