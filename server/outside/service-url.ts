/** Addresses of services in the settings. */
import { z } from 'zod'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const isSafe = (text: string): boolean => {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.hash !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
}

/** Secrets and personal data go there: over TLS, unless it is this machine itself. */
export const serviceUrl = z.string().refine(isSafe, 'an https address is expected')
