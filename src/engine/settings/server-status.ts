/** Whether the server answers: asked now and then, told when it changes. */
import { z } from 'zod'
import type { ServerStatus } from '#ipc/views'

/** Milliseconds. */
const PATIENCE = 3_000
const WHILE_CONNECTED = 30_000
const WHILE_UNREACHABLE = 5_000

const answer = z.object({ name: z.literal('bidseal') })

export type Fetch = typeof globalThis.fetch

export interface ServerWatch {
  status(): ServerStatus
  /** Asks at once, as after a change of the address. */
  check(): Promise<ServerStatus>
  close(): void
}

const isThere = async (fetch: Fetch, server: string): Promise<boolean> => {
  try {
    const response = await fetch(`${server}/api/status`, { signal: AbortSignal.timeout(PATIENCE), redirect: 'error' })
    return response.ok && answer.safeParse(await response.json()).success
  } catch {
    return false // Whatever went wrong on the way, the server cannot be used now.
  }
}

/** Starts watching. @param server the address in use at the time */
export const watchServer = (
  server: () => string,
  fetch: Fetch,
  onChange: (status: ServerStatus) => void,
): ServerWatch => {
  let current: ServerStatus = { address: server(), state: 'checking' }
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const set = (next: ServerStatus): void => {
    const changed = next.address !== current.address || next.state !== current.state
    current = next
    if (changed && !closed) onChange(next)
  }
  const check = async (): Promise<ServerStatus> => {
    clearTimeout(timer)
    const address = server()
    if (address !== current.address) set({ address, state: 'checking' })
    const state = (await isThere(fetch, address)) ? 'connected' : 'unreachable'
    if (address !== server() || closed) return current
    set({ address, state })
    clearTimeout(timer)
    timer = setTimeout(() => void check(), state === 'connected' ? WHILE_CONNECTED : WHILE_UNREACHABLE)
    timer.unref()
    return current
  }
  void check()
  return {
    status: () => current,
    check,
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}
