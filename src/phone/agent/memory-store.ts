/** An agent's store that lives as long as the process, for tests and the demo. Like IndexedDB it keeps clones. */
import type { AgentStore } from './views.ts'

export interface MemoryStore extends AgentStore {
  /** Everything that is kept. */
  readonly entries: ReadonlyMap<string, unknown>
}

export const memoryStore = (): MemoryStore => {
  const entries = new Map<string, unknown>()
  return {
    entries,
    read: async (key) => structuredClone(entries.get(key)),
    write: async (key, value) => void entries.set(key, structuredClone(value)),
    remove: async (key) => void entries.delete(key),
    keys: async (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),
  }
}
