/**
 * Four elements of a bank card through an API of Alibaba Cloud's market: a form, an APPCODE in the
 * `Authorization` header, and the answer `{ code: 200, data: { result: 0 } }` for a match.
 */
import { z } from 'zod'
import { AppError } from '#core/errors'
import { callService, codeIn, jsonOf, refused, reporting, unavailable, type Reply, type World } from './call.ts'
import type { BankCardCheck, BankCardHolder, BankCardResult } from './bank-card.ts'
import { secretPlace } from './secret.ts'
import { serviceUrl } from './service-url.ts'

export const bankCardSettings = z.strictObject({
  /** The API's own address, as the market shows it for the product that was bought. */
  url: serviceUrl,
  appCode: secretPlace,
})

export type BankCardAccount = Omit<z.output<typeof bankCardSettings>, 'appCode'> & { readonly appCode: string }

const answer = z.object({
  code: z.coerce.number(),
  data: z.object({ result: z.coerce.number().optional() }).nullish(),
})

const CODES = { good: 200, wrongInput: 400, busy: [500, 501, 1001] } as const
const RESULTS = { match: 0, noMatch: 1, cannotSay: 2, tooOften: 3 } as const

/** The market's gateway says its own failures in a header. */
const refusedByGateway = ({ status, headers }: Reply): AppError => {
  const reason = codeIn((headers.get('x-ca-error-message') ?? `status-${status}`).replaceAll(' ', '-'))
  return status === 429 ? unavailable('bankCard', reason) : refused('bankCard', reason)
}

const resultOf = (reply: Reply): BankCardResult => {
  const { success, data } = answer.safeParse(jsonOf('bankCard', reply.text))
  if (!success) throw unavailable('bankCard', 'malformed')
  const { code, data: found } = data
  if (code === CODES.wrongInput) return 'no-match'
  if (CODES.busy.some((busy) => busy === code)) throw unavailable('bankCard', `${code}`)
  if (code !== CODES.good) throw refused('bankCard', `${code}`)
  switch (found?.result) {
    case RESULTS.match:
      return 'match'
    case RESULTS.noMatch:
    case RESULTS.cannotSay:
      return 'no-match'
    case RESULTS.tooOften:
      throw new AppError('rate-limited', { service: 'bankCard' })
    default:
      throw unavailable('bankCard', 'malformed')
  }
}

const check = async (account: BankCardAccount, world: World, holder: BankCardHolder): Promise<BankCardResult> => {
  const { name, idNumber: idcard, card: bankcard, mobile } = holder
  const reply = await callService(world, {
    ...{ service: 'bankCard', method: 'POST', url: new URL(account.url) },
    headers: {
      authorization: `APPCODE ${account.appCode}`,
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    },
    body: new URLSearchParams({ name, idcard, bankcard, mobile }).toString(),
  })
  if (reply.status !== 200) throw refusedByGateway(reply)
  return resultOf(reply)
}

export const createBankCardCheck = (account: BankCardAccount, world: World): BankCardCheck => ({
  check: (holder) => reporting(world, () => check(account, world, holder)),
})
