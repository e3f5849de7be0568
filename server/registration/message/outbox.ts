/**
 * Carries messages from the outbox to where they are delivered. A message is posted in the transaction
 * of the move that causes it; it is settled only after it was delivered, so none is lost, and whoever
 * delivers knows it by its id, so none comes twice.
 */
import { asAppError } from '#core/errors'
import type { MessageRow } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'

const BATCH = 100

/** Must do nothing for a message whose id it has had. */
export type Deliver = (message: MessageRow) => Promise<void>

export interface Outbox {
  /** Delivers all that waits, once. What fails waits for the next round. */
  run(): Promise<void>
}

/** Into inboxes. */
export const intoInbox =
  (store: Store): Deliver =>
  async (message) => {
    await store.messages.deliver(message)
  }

/** @param warn facts for the log; never personal data */
export const createOutbox = (
  store: Store,
  deliver: Deliver,
  now: () => number,
  warn: (facts: object) => void,
): Outbox => {
  const carry = async (message: MessageRow): Promise<boolean> => {
    try {
      await deliver(message)
      await store.messages.settle(message.id, now())
      return true
    } catch (error) {
      warn({ event: 'message-not-delivered', message: message.id, code: asAppError(error).code })
      return false
    }
  }

  return {
    run: async () => {
      for (;;) {
        const waiting = await store.messages.waiting(BATCH)
        let carried = 0
        for (const message of waiting) if (await carry(message)) carried++
        if (waiting.length < BATCH || carried === 0) return
      }
    },
  }
}
