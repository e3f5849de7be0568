/** Identity by `alipay.user.certify.open.initialize`, `.certify` (a page) and `.query`. */
import { z } from 'zod'
import { toHex } from '#core/bytes/bytes'
import { alipayPage, askAlipay, failureOf, type AlipayAccount } from './alipay.ts'
import { reporting, unavailable, type World } from './call.ts'
import type { AlipayCertify, CertifyRequest, CertifyStart, CertifyState } from './certify.ts'

const METHOD = 'alipay.user.certify.open'

const certifyId = z.string().regex(/^[\w-]{8,64}$/)
const initialized = z.object({ code: z.literal('10000'), certify_id: certifyId })
const queried = z.object({ code: z.literal('10000'), passed: z.enum(['T', 'F']), fail_reason: z.string().optional() })

const initialize = async (account: AlipayAccount, world: World, request: CertifyRequest): Promise<CertifyStart> => {
  const identity = {
    ...{ identity_type: 'CERT_INFO', cert_type: 'IDENTITY_CARD' },
    ...{ cert_name: request.name, cert_no: request.idNumber },
  }
  const result = await askAlipay(account, world, {
    service: 'alipay',
    method: `${METHOD}.initialize`,
    bizContent: {
      outer_order_no: `BS${toHex(world.random(15))}`,
      biz_code: 'FACE',
      identity_param: identity,
      merchant_config: { return_url: request.returnUrl },
    },
  })
  const { success, data } = initialized.safeParse(result)
  if (!success) throw result.code === '10000' ? unavailable('alipay', 'malformed') : failureOf('alipay', result)
  const bizContent = { certify_id: data.certify_id }
  const url = alipayPage(account, world, { method: `${METHOD}.certify`, bizContent, returnUrl: request.returnUrl })
  return { certifyId: data.certify_id, url }
}

/** Alipay says "not passed" of what nobody has tried yet as well; a reason comes only after a try. */
const stateOf = ({ passed, fail_reason: reason = '' }: z.output<typeof queried>): CertifyState =>
  passed === 'T' ? 'passed' : reason === '' ? 'pending' : 'failed'

const query = async (account: AlipayAccount, world: World, id: string): Promise<CertifyState> => {
  const request = { method: `${METHOD}.query`, bizContent: { certify_id: id } }
  const result = await askAlipay(account, world, { service: 'alipay', isRepeatable: true, ...request })
  if (result.sub_code === 'OPEN_CERTIFY_BILL_NOT_EXIST') return 'failed'
  const { success, data } = queried.safeParse(result)
  if (!success) throw result.code === '10000' ? unavailable('alipay', 'malformed') : failureOf('alipay', result)
  return stateOf(data)
}

export const createAlipayCertify = (account: AlipayAccount, world: World): AlipayCertify => ({
  initialize: (request) => reporting(world, () => initialize(account, world, request)),
  query: (id) => reporting(world, () => query(account, world, id)),
})
