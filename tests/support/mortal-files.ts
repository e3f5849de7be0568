/** Counts what this process does to files, and lets it die before a chosen step. Workers are not counted. */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

export interface MortalFiles {
  /** Steps done since the last call of `dieBefore`. */
  steps(): number
  /** Counts anew; the process is killed when it begins this step, from 0. Null: it lives. */
  dieBefore(step: number | null): void
}

const PROMISED = ['open', 'rename', 'rm', 'copyFile', 'mkdir', 'chmod', 'truncate', 'writeFile'] as const
const SYNC = ['writeFileSync', 'renameSync', 'rmSync'] as const
const OF_HANDLES = ['write', 'writeFile', 'sync', 'truncate'] as const

/** Calls `before` ahead of each of these methods. */
const watch = <T extends object>(owner: T, names: readonly (keyof T & string)[], before: () => void): void => {
  for (const name of names) {
    const method: unknown = owner[name]
    if (typeof method !== 'function') throw new TypeError(`no method ${name}`)
    const apply = (target: typeof method, self: unknown, args: unknown[]): unknown => {
      before()
      return Reflect.apply(target, self, args)
    }
    Object.defineProperty(owner, name, { value: new Proxy(method, { apply }), configurable: true, writable: true })
  }
}

/** Takes effect for all modules of this thread, also those that are loaded already. */
export const mortalFiles = async (): Promise<MortalFiles> => {
  let steps = 0
  let last: number | null = null
  const step = (): void => {
    if (steps === last) process.kill(process.pid, 'SIGKILL')
    steps += 1
  }
  const handle = await fs.promises.open(import.meta.filename)
  await handle.close()
  watch(Object.getPrototypeOf(handle) as typeof handle, OF_HANDLES, step)
  watch(fs.promises, PROMISED, step)
  watch(fs, SYNC, step)
  syncBuiltinESMExports()
  return {
    steps: () => steps,
    dieBefore: (at) => {
      steps = 0
      last = at
    },
  }
}
