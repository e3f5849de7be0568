/** A lot as it is spoken of: 标段 01, but 第三标段 as it is. */
import type { TFunction } from 'i18next'

/** Lots that say themselves what they are. */
const SAYS_IT = /标段|标包|包件|包$|^包|\b(lot|section|package)\b/i

export const lotName = (t: TFunction, lot: string): string => (SAYS_IT.test(lot) ? lot : t('home.lot', { lot }))
