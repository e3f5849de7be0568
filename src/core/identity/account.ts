/** What phone and server say to each other about accounts. */
import { z } from 'zod'
import { readMobile } from './mobile.ts'

export const nothing = z.strictObject({})

/** Read from however a person writes it. */
export const mobile = z
  .string()
  .max(32)
  .transform((text, context) => readMobile(text) ?? (context.addIssue('no mobile number'), z.NEVER))

const token = z.string().regex(/^[\w-]{43}$/)
const code = z.string().regex(/^\d{6}$/)
/** Its strength is judged apart from its length here. */
const password = z.string().min(1).max(256)
/** By which the person knows the phone again. */
const device = z.string().trim().min(1).max(64)

/** `enter`: to register or log in. */
export const CODE_PURPOSES = ['enter', 'password', 'wechat'] as const
export type CodePurpose = (typeof CODE_PURPOSES)[number]

export const codeRequest = z.strictObject({ mobile, purpose: z.enum(CODE_PURPOSES) })
export type CodeRequest = z.input<typeof codeRequest>

/** The same whether the number has an account or not. */
export const codeAnswer = z.strictObject({
  /** Goes back with the code. */
  ticket: z.string(),
  expiresAt: z.number(),
  /** When the next one may be asked for. */
  nextAt: z.number(),
})
export type CodeAnswer = z.output<typeof codeAnswer>

const sent = { ticket: token, code }

export const registerRequest = z.strictObject({ ...sent, password, device })
export type RegisterRequest = z.input<typeof registerRequest>

export const codeLogin = z.strictObject({ ...sent, device })
export type CodeLogin = z.input<typeof codeLogin>

export const passwordLogin = z.strictObject({ mobile, password, device })
export type PasswordLogin = z.input<typeof passwordLogin>

export const passwordReset = z.strictObject({ ...sent, password, device })
export type PasswordReset = z.input<typeof passwordReset>

export const passwordChange = z.strictObject({ current: password, password })
export type PasswordChange = z.input<typeof passwordChange>

/** Where the browser goes. */
export const elsewhere = z.strictObject({ url: z.url() })

export const wechatReturn = z.strictObject({
  code: z.string().min(1).max(256),
  state: z.string().min(1).max(128),
  device,
})
export type WechatReturn = z.input<typeof wechatReturn>

export const wechatBinding = z.strictObject({ ...sent, binding: z.string().min(1).max(1024), device })
export type WechatBinding = z.input<typeof wechatBinding>

/** Whoever is logged in. */
export const accountAnswer = z.strictObject({
  /** Its id in the list of devices. */
  session: z.string(),
  /** To be sent in `x-csrf-token` with everything that changes something. */
  csrf: z.string(),
  mobile: z.string(),
  hasPassword: z.boolean(),
  hasWechat: z.boolean(),
  /** When the person first proved who they are. */
  identifiedAt: z.number().nullable(),
})
export type AccountAnswer = z.output<typeof accountAnswer>

/** Logged in, or to be bound to a number first. */
export const wechatAnswer = z.union([
  z.strictObject({ account: accountAnswer }),
  z.strictObject({ binding: z.string() }),
])
export type WechatAnswer = z.output<typeof wechatAnswer>

export const deviceList = z.strictObject({
  /** The last used first. */
  devices: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      createdAt: z.number(),
      seenAt: z.number(),
      /** The one that asks. */
      isThisOne: z.boolean(),
    }),
  ),
})
export type DeviceList = z.output<typeof deviceList>

export const deviceParameter = z.strictObject({ id: z.string().regex(/^[0-9a-f]{16}$/) })
