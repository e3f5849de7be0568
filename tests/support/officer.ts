/** The officer of a certificate authority, at the console. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from '#server/admin/messages'
import type { Server } from '#server/server'

/** Revokes a certificate by its serial number, as the console page does. */
export const revoke = async ({ address, data }: Pick<Server, 'address' | 'data'>, serial: string): Promise<void> => {
  const ask = async (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> => {
    const answer = await fetch(`${address}/api/console/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address, ...headers },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const password = (await readFile(join(data, 'officer-password.txt'), 'utf8')).trim()
  const login = await ask('login', { password })
  const { csrf } = (await login.json()) as Session
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  await ask(`certificates/${serial}/revoke`, { reason: 'keyCompromise' }, { cookie, 'x-csrf-token': csrf })
}
