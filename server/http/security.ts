/** What browsers are told: nothing may be loaded, framed or used unless a page needs it. */
import type { FastifyInstance } from 'fastify'
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'

export const AREAS = ['api', 'start', 'phone', 'console'] as const
/** A part of the server whose pages have the same needs. */
export type Area = (typeof AREAS)[number]

type Directives = Record<string, string[]>

const NOTHING: Directives = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
}

const SELF = ["'self'"]

const directivesOf = (area: Area, sockets: readonly string[]): Directives => {
  switch (area) {
    case 'api':
      return NOTHING
    case 'start':
      return { ...NOTHING, styleSrc: SELF, imgSrc: SELF }
    case 'phone':
      return {
        ...NOTHING,
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        workerSrc: ["'self'", 'blob:'],
        imgSrc: ["'self'", 'blob:', 'data:'],
        connectSrc: ["'self'", ...sockets],
        mediaSrc: ["'self'", 'blob:'],
        styleSrc: SELF,
        fontSrc: SELF,
        manifestSrc: SELF,
      }
    case 'console':
      return {
        ...NOTHING,
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: SELF,
        imgSrc: ["'self'", 'data:'],
        connectSrc: SELF,
        fontSrc: SELF,
      }
  }
}

const PERMISSIONS = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'display-capture', 'screen-wake-lock']
const ALLOWED: { readonly [area in Area]: readonly string[] } = {
  api: [],
  start: [],
  phone: ['camera', 'screen-wake-lock'],
  console: [],
}

const permissionsPolicy = (area: Area): string =>
  PERMISSIONS.map((name) => `${name}=(${ALLOWED[area].includes(name) ? 'self' : ''})`).join(', ')

/** Addresses by which this server's own pages may be open. */
export const ownOrigins = (address: string): readonly string[] => {
  const url = new URL(address)
  if (!['localhost', '127.0.0.1'].includes(url.hostname)) return [url.origin]
  const port = url.port === '' ? '' : `:${url.port}`
  return [`${url.protocol}//localhost${port}`, `${url.protocol}//127.0.0.1${port}`]
}

const socketOf = (origin: string): string => origin.replace(/^http/, 'ws')

const helmetOptions = (area: Area, address: string): FastifyHelmetOptions => ({
  contentSecurityPolicy: { useDefaults: false, directives: directivesOf(area, ownOrigins(address).map(socketOf)) },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginEmbedderPolicy: false,
  xFrameOptions: { action: 'deny' },
  strictTransportSecurity: address.startsWith('https:') ? { maxAge: 31_536_000 } : false,
})

/** Sets the headers of the whole server, those of the API. */
export const secure = async (app: FastifyInstance, address: string): Promise<void> => {
  await app.register(helmet, { global: true, ...helmetOptions('api', address) })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', permissionsPolicy('api'))
  })
}

/** Sets the headers of a part of it instead. */
export const secureArea = (scope: FastifyInstance, area: Area, address: string): void => {
  scope.addHook('onRequest', async (_request, reply) => {
    await reply.helmet(helmetOptions(area, address))
    reply.header('permissions-policy', permissionsPolicy(area))
  })
}
