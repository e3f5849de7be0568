/** Servers whose people and officers do what they are told. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const scriptOf = (name: string): string => fileURLToPath(new URL(`../../support/${name}-child.ts`, import.meta.url))

export interface CompanyServer {
  readonly address: string
  /** The root certificate's file. */
  readonly root: string
  /** Says what came of it: the id of an application, where there is one. */
  tell(asked: { readonly act: string; readonly mobile: string; readonly [more: string]: string }): Promise<string>
  close(): Promise<void>
}

/** What the child says next, as it is written. */
const next = async <T>(child: ChildProcess): Promise<T> =>
  ((await once(child, 'message')) as readonly unknown[])[0] as T

/** @param script which of them: `company` has a company and people who join it */
export const openCompanyServer = async (script: 'company' | 'lifecycle' = 'company'): Promise<CompanyServer> => {
  const child = fork(scriptOf(script), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const hello = await next<Pick<CompanyServer, 'address' | 'root'>>(child)
  let asked = 0
  return {
    ...hello,
    tell: async (what) => {
      const n = (asked += 1)
      child.send({ n, ...what })
      for (;;) {
        const answer = await next<{ readonly n: number; readonly result: string }>(child)
        if (answer.n === n) return answer.result
      }
    },
    close: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
