/** The services outside, as the settings name them. Those they do not name answer `service-missing`. */
import { AppError } from '#core/errors'
import { readAlipayPrivateKey, readAlipayPublicKey } from './alipay.ts'
import type { BankCardCheck } from './bank-card.ts'
import { createBankCardCheck } from './bank-card-market.ts'
import { SERVICE_NAMES, type ServiceName, type World } from './call.ts'
import type { AlipayCertify } from './certify.ts'
import { createAlipayCertify } from './certify-alipay.ts'
import type { InvoiceIssuer } from './invoice.ts'
import { createNuonuo } from './invoice-nuonuo.ts'
import type { PaymentService } from './payment.ts'
import { createWechatPay, readApiKey, readMerchantKey } from './payment-wechat.ts'
import { readSettings, type SettingsFile } from './settings.ts'
import type { SmsGateway } from './sms.ts'
import { createSmsGateway } from './sms-aliyun.ts'
import type { WechatLogin } from './wechat.ts'
import { createWechatLogin } from './wechat-oauth.ts'

export interface Services {
  readonly sms: SmsGateway
  readonly wechat: WechatLogin
  readonly alipay: AlipayCertify
  readonly bankCard: BankCardCheck
  readonly payment: PaymentService
  readonly invoice: InvoiceIssuer
}

export interface OpenServices {
  readonly services: Services
  /** Those that have no settings. */
  readonly missing: readonly ServiceName[]
}

const missing = (service: ServiceName): AppError => new AppError('service-missing', { service })

const fail = (service: ServiceName) => (): Promise<never> => Promise.reject(missing(service))

const NONE: Services = {
  sms: { send: fail('sms') },
  wechat: {
    authorizeUrl: () => {
      throw missing('wechat')
    },
    identify: fail('wechat'),
  },
  alipay: { initialize: fail('alipay'), query: fail('alipay') },
  bankCard: { check: fail('bankCard') },
  payment: {
    ...{ app: '', merchant: '' },
    ...{ place: fail('payment'), find: fail('payment'), close: fail('payment'), refund: fail('payment') },
    read: () => {
      throw missing('payment')
    },
  },
  invoice: {
    ...{ request: fail('invoice'), find: fail('invoice'), reverse: fail('invoice'), findReversal: fail('invoice') },
    download: fail('invoice'),
  },
}

const PRIVATE_KEY = 'an RSA private key of 2048 bits or more'
const PUBLIC_KEY = 'an RSA public key of 2048 bits or more'

const create = ({ settings, secret, secretAs }: SettingsFile, world: World): Partial<Services> => {
  const { sms, wechat, alipay, bankCard, payment, invoice } = settings
  return {
    ...(sms && {
      sms: createSmsGateway({ ...sms, accessKeySecret: secret('sms.accessKeySecret', sms.accessKeySecret) }, world),
    }),
    ...(wechat && {
      wechat: createWechatLogin({ ...wechat, appSecret: secret('wechat.appSecret', wechat.appSecret) }, world),
    }),
    ...(alipay && {
      alipay: createAlipayCertify(
        {
          ...alipay,
          privateKey: secretAs('alipay.privateKey', alipay.privateKey, readAlipayPrivateKey, PRIVATE_KEY),
          alipayPublicKey: secretAs('alipay.alipayPublicKey', alipay.alipayPublicKey, readAlipayPublicKey, PUBLIC_KEY),
        },
        world,
      ),
    }),
    ...(bankCard && {
      bankCard: createBankCardCheck({ ...bankCard, appCode: secret('bankCard.appCode', bankCard.appCode) }, world),
    }),
    ...(payment && {
      payment: createWechatPay(
        {
          ...payment,
          merchantKey: secretAs('payment.merchantKey', payment.merchantKey, readMerchantKey, PRIVATE_KEY),
          apiKey: secretAs('payment.apiKey', payment.apiKey, readApiKey, 'a key of 32 characters'),
        },
        world,
      ),
    }),
    ...(invoice && {
      invoice: createNuonuo(
        {
          ...invoice,
          appSecret: secret('invoice.appSecret', invoice.appSecret),
          accessToken: secret('invoice.accessToken', invoice.accessToken),
        },
        world,
      ),
    }),
  }
}

/**
 * Opens what a settings file names; nothing without one. Throws `services-invalid`, naming file and
 * field. Asks no service anything yet.
 */
export const openServices = (
  file: string | null,
  env: Readonly<Record<string, string | undefined>>,
  world: World,
): OpenServices => {
  const found = file === null ? {} : create(readSettings(file, env), world)
  return { services: { ...NONE, ...found }, missing: SERVICE_NAMES.filter((name) => !(name in found)) }
}
