/** Seals as officers look at them before they are made. Font and renderer are loaded for the first one. */
import type { Bytes } from '#core/bytes/bytes'
import { SEAL_FACTS, type SealDesign } from './design.ts'

export interface SealDrafts {
  /** As PNG. Throws `invalid-input` when nothing of the name can be drawn. */
  draw(design: SealDesign): Promise<Bytes>
  /** Characters that the typeface lacks. */
  missing(design: SealDesign): Promise<readonly string[]>
  /** What stands below the star of a kind, if nobody has chosen. */
  usualLine(kind: SealDesign['kind']): string
}

export const sealDrafts: SealDrafts = {
  draw: async (design) => (await import('./picture.ts')).sealPicture(design),
  missing: async (design) => (await import('./picture.ts')).missingCharacters(design),
  usualLine: (kind) => SEAL_FACTS[kind].line,
}
