/** People whose applications are paid for and bring certificates, with keys in software. */
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { makeCsr } from '#core/certificate/csr'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { signBytes } from '#core/certificate/signature'
import { revocationBytes, holdingList, type HeldCertificate } from '#core/application/holding'
import { issueAnswer } from '#core/application/issuing'
import type { OrderList } from '#core/order/order'
import type { z } from 'zod'
import type { Accounts } from '#tests/support/accounts'
import { act, applicationOf, claimed, photograph, upload, WANG, type Person } from '#tests/support/applying'
import type { Answer } from '#tests/support/browser-person'
import { signingKeys, type KeyPair } from '#tests/support/server'

export interface IssuedApplication {
  /** Of the application. */
  readonly id: string
  /** Of the signing certificate. */
  readonly keys: KeyPair
  /** PKCS#10, base64url. */
  readonly csr: string
  readonly answer: z.output<typeof issueAnswer>
  readonly signing: Certificate
  readonly encryption: Certificate
}

/** Pays what an application costs. */
export const pay = async ({ fake }: Pick<Accounts, 'fake'>, { page }: Person, id: string): Promise<void> => {
  const { orders } = (await page.get('orders')).body as OrderList
  const order = orders.find(({ application, state }) => application === id && state === 'created')
  if (order === undefined) throw new Error('no order to pay')
  await page.post(`orders/${order.id}/pay`, { channel: 'h5' })
  fake.pay(order.id)
  await page.post(`orders/${order.id}/check`)
}

export const csrOf = async (keys: KeyPair): Promise<string> => toBase64url(await makeCsr(keys, 'anything'))

export const askCertificates = ({ page }: Person, id: string, csr: string): Promise<Answer> =>
  page.post(`applications/${id}/certificates`, { csr })

/** Of a paid application. */
export const fetchCertificates = async (person: Person, id: string): Promise<IssuedApplication> => {
  const keys = await signingKeys()
  const csr = await csrOf(keys)
  const { error, details, body } = await askCertificates(person, id, csr)
  if (error !== null) throw new Error(`${error} ${JSON.stringify(details)}`)
  const answer = issueAnswer.parse(body)
  const [signing, encryption] = [answer.signing, answer.encryption].map(([der]) => parseCertificate(der!))
  return { id, keys, csr, answer, signing: signing!, encryption: encryption! }
}

/** Claims a company, pays and fetches the certificates: its administrator. */
export const issuedApplication = async (
  accounts: Accounts,
  person: Person,
  change: object = {},
): Promise<IssuedApplication> => {
  const { id } = await claimed(accounts, person, change)
  await pay(accounts, person, id)
  return fetchCertificates(person, id)
}

/** Applies to renew, and brings it through to the certificates. */
export const renewedApplication = async (
  accounts: Accounts,
  person: Person,
  previous: string,
): Promise<IssuedApplication> => {
  const { id } = applicationOf(await person.page.post('applications', { kind: 'renew', previous }))
  const { version } = applicationOf(await act(person, id, 'submit'))
  await accounts.server.review.approve(id, version, 'reviewer')
  await pay(accounts, person, id)
  return fetchCertificates(person, id)
}

/** Applies for recovery, with a new proof of identity and two officers; up to where it has to be paid for. */
export const submitRecovery = async (
  accounts: Accounts,
  person: Person,
  previous: string,
  who: object = WANG,
): Promise<string> => {
  const { page, mobile } = person
  const { id } = applicationOf(await page.post('applications', { kind: 'recover', previous }))
  const stamped = await upload(accounts, person, 'stamped', await photograph())
  await act(person, id, 'stamped', { stamped: stamped.id })
  accounts.pass(1000)
  await page.post('identity/bank-card', { ...who, card: '4111 1111 1111 1111', mobile })
  const { version } = applicationOf(await act(person, id, 'submit'))
  await accounts.server.review.approve(id, version, 'first')
  await accounts.server.review.approve(id, version + 1, 'second')
  return id
}

/** As `submitRecovery`, and pays. */
export const paidRecovery = async (...given: Parameters<typeof submitRecovery>): Promise<string> => {
  const [accounts, person] = given
  const id = await submitRecovery(...given)
  await pay(accounts, person, id)
  return id
}

export const holdingsOf = async ({ page }: Person): Promise<readonly HeldCertificate[]> =>
  holdingList.parse((await page.get('certificates')).body).certificates

/** Gives certificates up, signed with a key. */
export const giveUp = async (
  { page }: Person,
  application: string,
  { privateKey }: KeyPair,
  at: number,
): Promise<Answer> => {
  const signed: Bytes = revocationBytes(application, at)
  const signature = toBase64url(await signBytes(privateKey, signed))
  return page.post(`certificates/${application}/revoke`, { at, signature })
}
