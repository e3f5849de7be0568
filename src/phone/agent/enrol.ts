/** Gets a credential from a demo server: keys are made here, certificates come from the server. */
import { toBase64url } from '#core/bytes/base64url'
import { isCreditCode } from '#core/certificate/credit-code'
import { AppError } from '#core/errors'
import type { Credential } from './credential.ts'
import type { ServerApi } from './http.ts'
import { makeCredential, type IssuedPorts } from './issued.ts'
import { requirePin, type PinCost } from './pin.ts'
import { makeWaitingKeys } from './waiting-keys.ts'
import { wipe } from './wipe.ts'

export interface EnrolOrder {
  readonly person: string
  readonly creditCode: string
  readonly pin: string
  readonly device: string
}

export interface EnrolPorts extends IssuedPorts {
  readonly api: ServerApi
  readonly cost: PinCost
}

/**
 * Makes keys, gets both certificates and the seals, checks them and opens a test message. What comes
 * back is whole and waits to be written; until then nothing is kept anywhere but the server's unused
 * halves, and enrolling again starts afresh. Throws `pin-weak`, `credit-code-invalid`,
 * `company-unknown`, `enrolment-closed`, `server-unreachable`, or what is wrong with the answer.
 */
export const enrol = async (order: EnrolOrder, ports: EnrolPorts): Promise<Credential> => {
  const { api } = ports
  requirePin(order.pin)
  const creditCode = order.creditCode.trim().toUpperCase()
  if (!isCreditCode(creditCode)) throw new AppError('credit-code-invalid', { creditCode })
  const { deposit, ...keys } = await makeWaitingKeys({ ...order, creditCode, kept: [] }, ports)
  try {
    const root = await api.file('root.crt')
    const csr = toBase64url(keys.waiting.csr)
    const answer = await api.enrol({ person: order.person.trim(), creditCode, device: order.device, csr })
    const credential = await makeCredential(keys, answer, { creditCode, root }, ports)
    await api.createShare(deposit)
    return credential
  } finally {
    wipe(deposit.share)
  }
}
