/** Who may talk to the browser host: one browser, let in once by a token, asking from our own page. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const SECRET_BYTES = 32

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

export interface Admission {
  /** For the printed address; worth one exchange. */
  readonly token: string
  /** The Set-Cookie value that the token buys, or null when it is wrong or used up. */
  exchange(token: string): string | null
  /** Whether the request names this host: a foreign name that points here (DNS rebinding) does not. */
  isOurHost(headers: IncomingHttpHeaders): boolean
  /** Whether the request carries the cookie. */
  isAdmitted(headers: IncomingHttpHeaders): boolean
  /** Whether the request was made by our own page. */
  isOurOrigin(headers: IncomingHttpHeaders): boolean
}

/** For a host on this port of 127.0.0.1. Cookies know no ports, so the cookie's name does. */
export const createAdmission = (port: number): Admission => {
  const token = newSecret()
  const session = newSecret()
  const cookie = `bidseal-${port}`
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  let isUsed = false

  const cookieOf = ({ cookie: header = '' }: IncomingHttpHeaders): string =>
    header
      .split(';')
      .map((pair) => pair.trim().split('='))
      .find(([name]) => name === cookie)?.[1] ?? ''

  return {
    token,
    exchange: (offered) => {
      if (isUsed || !isSame(offered, token)) return null
      isUsed = true
      return `${cookie}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
    isOurHost: ({ host }) => host !== undefined && hosts.includes(host),
    isAdmitted: (headers) => isSame(cookieOf(headers), session),
    isOurOrigin: ({ origin }) => hosts.some((host) => origin === `http://${host}`),
  }
}
