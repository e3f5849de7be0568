/** What an application says, in the steps in which it is filled in. */
import { z } from 'zod'
import { SEAL_KINDS, type SealKind } from '../certificate/seal-kinds.ts'
import { isIdentityCard, normaliseIdentityCard } from '../identity/identity-card.ts'
import { isPersonName, normaliseName } from '../identity/proof.ts'

export const ID_TYPES = [
  'identity-card',
  'passport',
  'hong-kong-macao-permit',
  'taiwan-permit',
  'residence-permit',
] as const
export type IdType = (typeof ID_TYPES)[number]

export { SEAL_KINDS, type SealKind }

/** 128 random bits. */
export const applicationId = z.string().regex(/^[0-9a-f]{32}$/)
export const uploadId = z.string().regex(/^[0-9a-f]{64}$/)

/** Of a list of choices. */
const choice = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)

/** One line without anything that is not seen. */
const line = (most: number) =>
  z
    .string()
    .max(most * 2)
    .transform((text) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' '))
    .refine((text) => text.length > 0 && text.length <= most && !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(text))

/** Some genuine ones fail the check of GB 32100: officers look at those. */
export const creditCode = z
  .string()
  .max(64)
  .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
  .refine((text) => /^[0-9A-Z]{18}$/.test(text))

export const personName = z.string().max(64).transform(normaliseName).refine(isPersonName)

const idNumber = z
  .string()
  .max(64)
  .transform((text) => text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase())
  .refine((text) => /^[0-9A-Z()/-]{5,24}$/.test(text))

/** Step 1 of a claim or a takeover: what the business licence says. */
export const companyStep = z
  .strictObject({
    /** As long as a certificate can name it. */
    name: line(64),
    creditCode,
    legalPerson: personName,
    idType: z.enum(ID_TYPES),
    idNumber,
    /** A day, or without end (长期). */
    licenceUntil: z.union([z.iso.date(), z.literal('long-term')]),
    /** The picture of the licence. */
    licence: uploadId,
  })
  .refine(
    ({ idType, idNumber: number }) => idType !== 'identity-card' || isIdentityCard(normaliseIdentityCard(number)),
    { path: ['idNumber'] },
  )
export type CompanyStep = z.output<typeof companyStep>

/** Step 2: where the certificate is used, and who issues it. */
export const certificateStep = z.strictObject({ province: choice, platform: choice, organisation: choice })
export type CertificateStep = z.output<typeof certificateStep>

/** What the administrator allows somebody who joins. */
export const authorisationStep = z.strictObject({
  seals: z
    .array(z.enum(SEAL_KINDS))
    .min(1)
    .max(SEAL_KINDS.length)
    .refine((seals) => new Set(seals).size === seals.length),
  /** The last day. */
  until: z.iso.date(),
})
export type AuthorisationStep = z.output<typeof authorisationStep>

/** Step 1 as it was read. */
const keptCompany = z.strictObject({
  name: z.string(),
  creditCode: z.string(),
  legalPerson: z.string(),
  idType: z.enum(ID_TYPES),
  idNumber: z.string(),
  licenceUntil: z.string(),
  licence: uploadId,
})

/** As it is kept and shown: what is filled in so far. */
export const applicationForm = z.strictObject({
  company: keptCompany.nullable(),
  certificate: certificateStep.nullable(),
  stamped: uploadId.nullable(),
  authorisation: authorisationStep.nullable(),
  /** The letter of authorisation, sealed. */
  letter: uploadId.nullable(),
  /** Recover and renew: by which the certificates were issued that it is about. */
  previous: applicationId.nullable(),
})
export type ApplicationForm = z.output<typeof applicationForm>

export const EMPTY_FORM: ApplicationForm = {
  company: null,
  certificate: null,
  stamped: null,
  authorisation: null,
  letter: null,
  previous: null,
}
