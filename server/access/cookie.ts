/** A cookie that only this host gets and no script reads. */
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface Cookie {
  read(request: FastifyRequest): string | undefined
  /** @param seconds how long the browser keeps it; until it is closed otherwise */
  set(reply: FastifyReply, value: string, seconds?: number): void
  clear(reply: FastifyReply): void
}

/** The prefix `__Host-` binds a cookie to this host, over HTTPS only. @param plainName its name over HTTP */
export const createCookie = (name: string, plainName: string, isSecure: boolean): Cookie => {
  const used = isSecure ? `__Host-${name}` : plainName
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure } as const
  return {
    read: (request) => request.cookies[used],
    set: (reply, value, seconds) =>
      void reply.setCookie(used, value, { ...options, ...(seconds === undefined ? {} : { maxAge: seconds }) }),
    clear: (reply) => void reply.clearCookie(used, options),
  }
}
