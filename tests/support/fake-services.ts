/** Services outside that answer from memory: what was sent can be read, what they say can be chosen. */
import type { BankCardResult } from '#server/outside/bank-card'
import type { CertifyState } from '#server/outside/certify'
import type { Services } from '#server/outside/services'
import type { SmsMessage } from '#server/outside/sms'
import { openFakePayment, type FakePayment } from './fake-payment.ts'

export interface FakeServices {
  readonly services: Pick<Services, 'sms' | 'wechat' | 'alipay' | 'bankCard' | 'payment'>
  readonly sent: readonly SmsMessage[]
  /** The last code that was sent to a number. */
  codeFor(mobile: string): string
  /** Somebody pays an order. */
  readonly pay: FakePayment['pay']
  /** What WeChat sends a browser back with, for this user. */
  consent(openid: string): string
  /** What Alipay and the bank say from now on. */
  say(answers: { readonly certify?: CertifyState; readonly card?: BankCardResult }): void
  /** Names of persons that Alipay or the bank was asked about. */
  readonly asked: readonly string[]
}

export const openFakeServices = (): FakeServices => {
  const sent: SmsMessage[] = []
  const asked: string[] = []
  const users = new Map<string, string>()
  const payment = openFakePayment()
  let consents = 0
  let certify: CertifyState = 'passed'
  let card: BankCardResult = 'match'
  return {
    sent,
    asked,
    pay: payment.pay,
    services: {
      payment: payment.service,
      sms: { send: async (message) => void sent.push(message) },
      wechat: {
        authorizeUrl: (state, returnUrl) =>
          `https://wechat.example/?${new URLSearchParams({ state, return: returnUrl }).toString()}`,
        identify: async (code) => {
          const openid = users.get(code)
          users.delete(code)
          return openid === undefined ? null : { openid }
        },
      },
      alipay: {
        initialize: async ({ name, returnUrl }) => {
          asked.push(name)
          const certifyId = `certify-${asked.length}`
          return { certifyId, url: `https://alipay.example/?return=${encodeURIComponent(returnUrl)}` }
        },
        query: async () => certify,
      },
      bankCard: {
        check: async ({ name }) => {
          asked.push(name)
          return card
        },
      },
    },
    codeFor: (mobile) =>
      sent.findLast((message) => message.mobile === mobile && message.template === 'login-code')?.params['code'] ?? '',
    consent: (openid) => {
      consents += 1
      const code = `code-${consents}`
      users.set(code, openid)
      return code
    },
    say: (answers) => {
      certify = answers.certify ?? certify
      card = answers.card ?? card
    },
  }
}
