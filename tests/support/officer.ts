/** The officer of a demo folder, at the console. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '#server/admin/messages'
import { codeOf, fromBase32, stepAt } from '#server/admin/totp'
import type { Server } from '#server/server'

type Folder = Pick<Server, 'data'>

export const passwordOf = ({ data }: Folder): string => readFileSync(join(data, 'officer-password.txt'), 'utf8').trim()

export const secretOf = ({ data }: Folder): Uint8Array =>
  fromBase32(readFileSync(join(data, 'officer-totp.txt'), 'utf8').split('\n')[0] ?? '')

const lastSteps = new Map<string, number>()

/** A code that was not given out before; waits for one where the present ones are used up. */
export const freshCode = async (secret: Uint8Array, now = (): number => Date.now()): Promise<string> => {
  const id = Buffer.from(secret).toString('hex')
  const step = Math.max(stepAt(now()), (lastSteps.get(id) ?? 0) + 1)
  lastSteps.set(id, step)
  while (stepAt(now()) + 1 < step) await sleep(200)
  return codeOf(secret, step)
}

/** Revokes a certificate by its serial number, as the console page does. */
export const revoke = async (server: Pick<Server, 'address' | 'data'>, serial: string): Promise<void> => {
  const { address } = server
  const ask = async (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> => {
    const answer = await fetch(`${address}/api/console/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address, ...headers },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const login = await ask('login', { password: passwordOf(server) })
  const { csrf } = (await login.json()) as Session
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const headers = { cookie, 'x-csrf-token': csrf }
  await ask('factor', { code: await freshCode(secretOf(server)) }, headers)
  await ask(`certificates/${serial}/revoke`, { reason: 'keyCompromise' }, headers)
}
