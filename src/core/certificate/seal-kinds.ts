/** Seals that a company applies for. */
export const SEAL_KINDS = ['company', 'contract', 'finance', 'legal-person'] as const
export type SealKind = (typeof SEAL_KINDS)[number]
