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
  /** Bytes of a file. */
  file(path: string): Promise<Uint8Array>
  /** Registers somebody who shows who he is; he calls from then on. */
  enter(mobile: string, person: object): Promise<void>
  /** Has somebody call who has entered. */
  become(mobile: string): void
}

const CHILD = new URL('registration-child.ts', import.meta.url).pathname
const hello = z.object({ address: z.string() })
const reply = z.object({ n: z.number(), result: z.string() })

/** A browser. */
interface Caller {
  csrf: string
  readonly cookies: Map<string, string>
}

const newCaller = (): Caller => ({ csrf: '', cookies: new Map() })

const nextMessage = async (child: ChildProcess): Promise<unknown> =>
  ((await once(child, 'message')) as readonly unknown[])[0]

export const registrationProcess = (data: string): RegistrationProcess => {
  let child: ChildProcess | null = null
  let address = ''
  let asked = 0
  let caller: Caller = newCaller()
  const callers = new Map<string, Caller>()

  const running = (): ChildProcess => {
    if (child === null) throw new Error('not running')
    return child
  }

  const identify = ({ csrf, cookies }: Caller): Record<string, string> => ({
    ...{ origin: address, 'x-csrf-token': csrf },
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  })

  const call: RegistrationProcess['call'] = async (method, path, body) => {
    const isFile = Buffer.isBuffer(body)
    const own = caller
    const answer = await fetch(`${address}/api/${path}`, {
      method,
      headers: {
        ...identify(own),
        ...(method === 'GET' ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      },
      ...(method === 'GET' ? {} : { body: isFile ? new Uint8Array(body) : JSON.stringify(body ?? {}) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      own.cookies.set(name, value)
    }
    const found: unknown = await answer.json()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(found)}`)
    own.csrf = z.object({ account: z.object({ csrf: z.string() }) }).safeParse(found).data?.account.csrf ?? own.csrf
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

    file: async (path) => {
      const answer = await fetch(`${address}/api/${path}`, { headers: identify(caller) })
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
      return new Uint8Array(await answer.arrayBuffer())
    },

    become: (mobile) => {
      caller = callers.get(mobile) ?? newCaller()
    },

    enter: async (mobile, person) => {
      caller = newCaller()
      callers.set(mobile, caller)
      const { ticket } = z
        .object({ ticket: z.string() })
        .parse(await call('POST', 'account/codes', { mobile, purpose: 'enter' }))
      const code = await tell({ act: 'code', mobile })
      const registered = await call('POST', 'account/register', { ticket, code, password: PASSWORD, device: DEVICE })
      caller.csrf = /"csrf":"([\w-]+)"/.exec(JSON.stringify(registered))?.[1] ?? caller.csrf
      await call('POST', 'identity/bank-card', { ...person, card: '4111 1111 1111 1111', mobile })
    },
  }
}
