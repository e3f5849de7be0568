/** Files that a registration front and an authority hand to each other before they work together. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Certificate } from '#core/certificate/certificate'
import { parseCertificate } from '#core/certificate/certificate'
import { readPem } from '#core/certificate/pem'
import { AppError } from '#core/errors'
import { isMissing, replaceFile } from '../keys/durable.ts'
import { organisationId, organisationName, priceList } from './organisation.ts'

const certificate = z.string().max(16_384)

const organisation = z.strictObject({
  id: organisationId,
  name: organisationName,
  prices: priceList,
  /** Where fronts reach it. */
  address: z.url({ protocol: /^https$/ }),
  /** PEM: of its link, which is pinned, of its issuing authority and of its root. */
  link: certificate,
  issuing: certificate,
  root: certificate,
})
export type OrganisationEntry = z.output<typeof organisation>

/** What an authority hands to fronts. */
export const organisationCard = organisation.extend({ format: z.literal('bidseal-organisation-card/1') })
export type OrganisationCard = z.output<typeof organisationCard>

/** What a front hands to authorities. */
export const frontCard = z.strictObject({
  format: z.literal('bidseal-front-card/1'),
  name: organisationName,
  link: certificate,
})
export type FrontCard = z.output<typeof frontCard>

/** `organisations.json` in a front's data folder: those it has been introduced to. */
const entries = z.strictObject({
  format: z.literal('bidseal-organisations/1'),
  organisations: z.array(organisation).max(64),
})

const FILE = 'organisations.json'

/** Throws `file-unreadable`. */
export const readEntries = async (data: string): Promise<readonly OrganisationEntry[]> => {
  try {
    return entries.parse(JSON.parse(await readFile(join(data, FILE), 'utf8'))).organisations
  } catch (cause) {
    if (isMissing(cause)) return []
    throw new AppError('file-unreadable', { file: FILE }, cause)
  }
}

export const writeEntries = async (data: string, organisations: readonly OrganisationEntry[]): Promise<void> => {
  const content = { format: 'bidseal-organisations/1', organisations }
  await replaceFile(join(data, FILE), `${JSON.stringify(content, null, 2)}\n`)
}

/** Throws `file-not-found` or `file-unreadable`. */
export const readCard = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('file-not-found', { name: basename(path) }, cause)
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('file-unreadable', { file: basename(path), reason: 'not a card' }, cause)
  }
}

/** The only certificate of a text. Throws `certificate-malformed`. */
export const onlyCertificate = (pem: string): Certificate => {
  const [der, ...more] = readPem(pem, 'CERTIFICATE')
  if (der === undefined || more.length > 0) throw new AppError('certificate-malformed', { reason: 'one certificate' })
  return parseCertificate(der)
}
