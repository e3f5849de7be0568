/** People who join a company, and letters of authorisation that it seals. */
import { sealLetter } from '#agent/letter'
import { toBase64url } from '#core/bytes/base64url'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { signBytes } from '#core/certificate/signature'
import type { AuthorisationStep } from '#core/application/form'
import type { JoiningAnswer } from '#core/application/messages'
import type { Accounts } from '#tests/support/accounts'
import {
  act,
  applicationOf,
  CERTIFICATE,
  COMPANY_CODE,
  download,
  identified,
  LI,
  upload,
  WANG,
  type Person,
} from '#tests/support/applying'
import { fetchCertificates, pay, type IssuedApplication } from '#tests/support/issuing'
import { enrolmentFor, signingKeys, type KeyPair } from '#tests/support/server'

/** Whoever can seal: certificates, seals and the key. */
export interface Sealer {
  readonly signing: readonly Bytes[]
  readonly seals: readonly Bytes[]
  readonly keys: KeyPair
}

/** Somebody whom a demo has given certificates of a company at once. */
export const demoSealer = async (accounts: Accounts, creditCode: string): Promise<Sealer> => {
  const keys = await signingKeys()
  const { body } = await accounts.browser().post('enrolments', await enrolmentFor(keys, { creditCode }))
  return { ...enrolmentAnswer.parse(body), keys }
}

export const sealerOf = ({ answer: { signing, seals }, keys }: IssuedApplication): Sealer => ({ signing, seals, keys })

export const EVERYDAY: AuthorisationStep = { seals: ['company', 'contract'], until: '2099-12-31' }

export const sealed = (letter: Uint8Array, { signing, seals, keys }: Sealer, time = new Date()): Promise<Bytes> => {
  const [first, ...issuers] = signing
  if (first === undefined) throw new Error('no certificate')
  return sealLetter(letter, { signing: [first, ...issuers], seals: [...seals] }, keys.privateKey, time)
}

export const joiningOf = async ({ page }: Person, id: string): Promise<JoiningAnswer> =>
  (await page.get(`joining/${id}`)).body as JoiningAnswer

/** Somebody's wish to join a company whose administrator he knows, submitted. */
export const wishToJoin = async (
  person: Person,
  administrator: Person,
  { name = WANG.name, creditCode = COMPANY_CODE, certificate = CERTIFICATE } = {},
): Promise<string> => {
  const known = { name, mobile: administrator.mobile }
  const begun = await person.page.post('applications', { kind: 'join', creditCode, administrator: known })
  const { id } = applicationOf(begun)
  await act(person, id, 'certificate', { certificate })
  applicationOf(await act(person, id, 'submit'))
  return id
}

/** The administrator authorises and agrees with a sealed letter. */
export const agree = async (
  accounts: Accounts,
  administrator: Person,
  id: string,
  sealer: Sealer,
  authorisation: AuthorisationStep = EVERYDAY,
) => {
  const { version } = await joiningOf(administrator, id)
  await administrator.page.post(`joining/${id}/authorise`, { version, authorisation })
  const letter = ownBytes((await download(accounts, administrator, `joining/${id}/letter.pdf`)).bytes)
  const sent = await upload(accounts, administrator, 'letter', await sealed(letter, sealer))
  if (sent.error !== null) throw new Error(`${sent.error} ${String(sent.reason)}`)
  return administrator.page.post(`joining/${id}/agree`, { version: version + 1, letter: sent.id })
}

export interface Joined extends IssuedApplication {
  readonly person: Person
}

/** Joins, all the way to the certificates. */
export const joined = async (
  accounts: Accounts,
  mobile: string,
  administrator: Person,
  sealer: Sealer,
  who = LI,
  authorisation: AuthorisationStep = EVERYDAY,
): Promise<Joined> => {
  const person = await identified(accounts, mobile, who)
  const id = await wishToJoin(person, administrator)
  const { error, details } = await agree(accounts, administrator, id, sealer, authorisation)
  if (error !== null) throw new Error(`${error} ${JSON.stringify(details)}`)
  await accounts.server.review.approve(id, (await joiningOf(administrator, id)).version, 'reviewer')
  await pay(accounts, person, id)
  return { ...(await fetchCertificates(person, id)), person }
}

/** A statement as it is sent. */
export const signed = async (statement: (at: number) => Bytes, { privateKey }: KeyPair, at: number) => ({
  at,
  signature: toBase64url(await signBytes(privateKey, statement(at))),
})
