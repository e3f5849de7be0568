/** All stand-ins, in the order of the developer page. */
import { createAlipayStandIn } from './alipay.ts'
import { createBankCardStandIn } from './bank-card.ts'
import { createInvoiceStandIn } from './invoice.ts'
import { createPaymentStandIn } from './payment.ts'
import { createSmsStandIn } from './sms.ts'
import type { CreateStandIn } from './stand-in.ts'
import { createWechatStandIn } from './wechat.ts'

export const STAND_INS: readonly CreateStandIn[] = [
  createSmsStandIn,
  createWechatStandIn,
  createAlipayStandIn,
  createBankCardStandIn,
  createPaymentStandIn,
  createInvoiceStandIn,
]
