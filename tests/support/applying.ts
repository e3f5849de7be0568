/** People who apply for certificates, and what they send. */
import sharp from 'sharp'
import type { ApplicationAnswer } from '#core/application/messages'
import type { Accounts } from '#tests/support/accounts'
import type { Answer, Browser } from '#tests/support/browser-person'

export const COMPANY_CODE = '91330100MA2TE5TX0X'
export const COMPANY_NAME = '杭州验证科技有限公司'
export const WANG = { name: '王敏之', idNumber: '999999190001010015' }
export const LI = { name: '李强生', idNumber: '999999190002280017' }
export const CERTIFICATE = { province: '410000', platform: 'henan-demo', organisation: 'bidseal' }

/** A photograph of paper. */
export const photograph = (width = 60, height = 40): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#ddd' } })
    .jpeg()
    .toBuffer()

export interface Person {
  readonly mobile: string
  readonly page: Browser
}

/** Somebody who has shown who he is. */
export const identified = async (accounts: Accounts, mobile: string, person = WANG): Promise<Person> => {
  const page = await accounts.member(mobile)
  const { status } = await page.post('identity/bank-card', { ...person, card: '4111 1111 1111 1111', mobile })
  if (status !== 200) throw new Error('not identified')
  return { mobile, page }
}

let sent = 0

/** The id of what was sent, or the answer's error. From an address of its own, as requests are counted by address. */
export const upload = async (
  { server }: Pick<Accounts, 'server'>,
  { page }: Person,
  purpose: string,
  bytes: Uint8Array,
): Promise<{ readonly id: string; readonly error: string | null; readonly reason: unknown }> => {
  sent += 1
  const answer = await server.app.inject({
    remoteAddress: `10.3.${sent >> 8}.${sent & 255}`,
    ...{ method: 'POST', url: `/api/uploads?purpose=${purpose}`, payload: Buffer.from(bytes) },
    headers: {
      ...{ 'content-type': 'application/octet-stream', origin: server.address, 'x-csrf-token': page.csrf() },
      cookie: [...page.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  })
  const body = answer.json<{ id?: string; error?: { code: string; details: { reason?: unknown } } }>()
  return { id: body.id ?? '', error: body.error?.code ?? null, reason: body.error?.details.reason }
}

/** The bytes of a file that the server hands out. */
export const download = async ({ server }: Pick<Accounts, 'server'>, { page }: Person, path: string) => {
  const answer = await server.app.inject({
    ...{ method: 'GET', url: `/api/${path}` },
    headers: { cookie: [...page.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload }
}

export const applicationOf = ({ body, error }: Answer): ApplicationAnswer => {
  if (error !== null) throw new Error(error)
  return body as ApplicationAnswer
}

export const companyOf = (licence: string, change: object = {}) => ({
  ...{ name: COMPANY_NAME, creditCode: COMPANY_CODE, legalPerson: '赵一鸣', idType: 'passport' },
  ...{ idNumber: 'E12345678', licenceUntil: 'long-term', licence },
  ...change,
})

/** A claim, or a takeover, filled in whole. */
export const fillClaim = async (
  accounts: Accounts,
  person: Person,
  change: object = {},
  kind: 'claim' | 'takeover' = 'claim',
): Promise<ApplicationAnswer> => {
  const { page } = person
  const picture = await photograph()
  const licence = await upload(accounts, person, 'licence', picture)
  const begun = applicationOf(await page.post('applications', { kind, company: companyOf(licence.id, change) }))
  const path = `applications/${begun.id}`
  await page.post(`${path}/certificate`, { version: 1, certificate: CERTIFICATE })
  const stamped = await upload(accounts, person, 'stamped', picture)
  return applicationOf(await page.post(`${path}/stamped`, { version: 2, stamped: stamped.id }))
}

/** Does something with an application as it is now. */
export const act = async ({ page }: Person, id: string, event: string, more: object = {}): Promise<Answer> => {
  const { version } = applicationOf(await page.get(`applications/${id}`))
  return page.post(`applications/${id}/${event}`, { version, ...more })
}

/** Claims the company, up to where it has to be paid for. */
export const claimed = async (accounts: Accounts, person: Person, change: object = {}): Promise<ApplicationAnswer> => {
  const { id, version } = await fillClaim(accounts, person, change)
  const submitted = applicationOf(await person.page.post(`applications/${id}/submit`, { version }))
  await accounts.server.review.approve(id, submitted.version, 'reviewer')
  return applicationOf(await person.page.get(`applications/${id}`))
}
