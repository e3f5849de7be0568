/** The officer of a demo folder, at the console. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHECKLISTS, type ReviewList } from '#core/application/review'
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

type Ask = (path: string, body?: object) => Promise<Response>

/** Logs the officer in at the console, as its page does. */
const atConsole = async (server: Pick<Server, 'address' | 'data'>): Promise<Ask> => {
  const { address } = server
  let headers: Record<string, string> = {}
  const ask: Ask = async (path, body) => {
    const answer = await fetch(
      `${address}/api/console/${path}`,
      body === undefined
        ? { headers }
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin: address, ...headers },
            body: JSON.stringify(body),
          },
    )
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const login = await ask('login', { password: passwordOf(server) })
  const { csrf } = (await login.json()) as Session
  headers = { cookie: login.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': csrf }
  await ask('factor', { code: await freshCode(secretOf(server)) })
  return ask
}

/** Revokes a certificate by its serial number. */
export const revoke = async (server: Pick<Server, 'address' | 'data'>, serial: string): Promise<void> => {
  const ask = await atConsole(server)
  await ask(`certificates/${serial}/revoke`, { reason: 'keyCompromise' })
}

/** Decides about the application of a company that waits: returns it with a reason, or approves it with all ticks. */
export const review = async (
  server: Pick<Server, 'address' | 'data'>,
  company: string,
  decision: { readonly returned: string } | 'approved',
): Promise<void> => {
  const ask = await atConsole(server)
  const { applications } = (await (await ask(`applications?text=${encodeURIComponent(company)}`)).json()) as ReviewList
  const [waiting] = applications
  if (waiting === undefined) throw new Error(`nothing of ${company} waits`)
  const { id, version, kind } = waiting
  if (decision === 'approved') {
    const { version: checklist, ticks } = CHECKLISTS[kind]
    await ask(`applications/${id}/approve`, { version, checklist, ticks })
  } else await ask(`applications/${id}/return`, { version, reasons: [decision.returned] })
}
