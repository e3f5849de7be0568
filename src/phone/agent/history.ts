/** What this phone has confirmed and refused, and for which computers. */
import { z } from 'zod'
import { INTENTS } from '#core/pairing/messages'
import { createQueue } from './queue.ts'
import { OUTCOMES, type AgentStore, type HistoryEntry } from './views.ts'

const HISTORY = 'history'
const COMPUTER = 'computer/'
const LONGEST = 200

const entries = z.array(
  z.object({
    at: z.number(),
    kind: z.enum(['identify', 'sign', 'unwrap']),
    intent: z.enum(INTENTS),
    outcome: z.enum(OUTCOMES),
    computer: z.string(),
    tender: z.string(),
    documents: z.number(),
    seals: z.number(),
    tenderId: z.string().optional(),
    lot: z.string().optional(),
    build: z.string().optional(),
    openingTime: z.string().optional(),
    encryption: z.string().optional(),
  }),
)

export interface History {
  /** The newest first, at most 200. */
  list(): Promise<readonly HistoryEntry[]>
  add(entry: HistoryEntry): Promise<void>
  /** Whether something was confirmed for this computer before. */
  isKnown(computer: string): Promise<boolean>
  remember(computer: string, at: number): Promise<void>
}

export const openHistory = (store: AgentStore): History => {
  const queue = createQueue()
  const list = async (): Promise<readonly HistoryEntry[]> => entries.safeParse(await store.read(HISTORY)).data ?? []
  return {
    list,
    add: (entry) => queue(async () => store.write(HISTORY, [entry, ...(await list())].slice(0, LONGEST))),
    isKnown: async (computer) => (await store.read(COMPUTER + computer)) !== undefined,
    remember: (computer, at) => store.write(COMPUTER + computer, at),
  }
}
