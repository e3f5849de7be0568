/** A server that is really killed and started again, and somebody who applies there. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import { PASSWORD, DEVICE } from '#tests/support/accounts'

export interface RegistrationProcess {
  start(): Promise<void>
  /** By SIGKILL. */
  kill(): Promise<void>
  /** As somebody logged in. Rejects when the server dies meanwhile. */
  call(method: 'GET' | 'POST', path: string, body?: object | Buffer): Promise<unknown>
  tell(asked: object): Promise<string>
  /** Registers somebody who shows who he is. */
  enter(mobile: string, person: object): Promise<void>
}

const CHILD = new URL('registration-child.ts', import.meta.url).pathname
const hello = z.object({ address: z.string() })
const reply = z.object({ n: z.number(), result: z.string() })

const nextMessage = async (child: ChildProcess): Promise<unknown> =>
  ((await once(child, 'message')) as readonly unknown[])[0]

export const registrationProcess = (data: string): RegistrationProcess => {
  let child: ChildProcess | null = null
  let address = ''
  let csrf = ''
  let asked = 0
  const cookies = new Map<string, string>()

  const running = (): ChildProcess => {
    if (child === null) throw new Error('not running')
    return child
  }

  const call: RegistrationProcess['call'] = async (method, path, body) => {
    const isFile = Buffer.isBuffer(body)
    const answer = await fetch(`${address}/api/${path}`, {
      method,
      headers: {
        ...{ origin: address, 'x-csrf-token': csrf },
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'GET' ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      },
      ...(method === 'GET' ? {} : { body: isFile ? new Uint8Array(body) : JSON.stringify(body ?? {}) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const found: unknown = await answer.json()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(found)}`)
    csrf = z.object({ account: z.object({ csrf: z.string() }) }).safeParse(found).data?.account.csrf ?? csrf
    return found
  }

  const tell = async (what: object): Promise<string> => {
    const n = (asked += 1)
    running().send({ n, ...what })
    for (;;) {
      const answer = reply.safeParse(await nextMessage(running()))
      if (answer.data?.n === n) return answer.data.result
    }
  }

  return {
    ...{ call, tell },

    start: async () => {
      child = fork(CHILD, [data], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      address = hello.parse(await nextMessage(child)).address
    },

    kill: async () => {
      const dying = running()
      child = null
      const gone = once(dying, 'exit')
      dying.kill('SIGKILL')
      await gone
    },

    enter: async (mobile, person) => {
      const { ticket } = z
        .object({ ticket: z.string() })
        .parse(await call('POST', 'account/codes', { mobile, purpose: 'enter' }))
      const code = await tell({ act: 'code', mobile })
      const registered = await call('POST', 'account/register', { ticket, code, password: PASSWORD, device: DEVICE })
      csrf = /"csrf":"([\w-]+)"/.exec(JSON.stringify(registered))?.[1] ?? csrf
      await call('POST', 'identity/bank-card', { ...person, card: '4111 1111 1111 1111', mobile })
    },
  }
}
