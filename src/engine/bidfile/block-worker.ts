/** The thread behind a helper: works on the blocks it is told, in the order it is told. */
import { openSync } from 'node:fs'
import { workerData, type MessagePort } from 'node:worker_threads'
import type { Bytes } from '#core/bytes/bytes'
import { errorShape, type ErrorShape } from '#core/errors'
import { withFileErrorsSync } from '../files/errors.ts'
import { blockOpener, type OpenWork } from './open-block.ts'
import { blockSealer, type SealWork } from './seal-block.ts'

/** What a helper is told once, before its first order. */
export type BlockWork = SealWork | OpenWork

export interface BlockOrder {
  /** Which block of the body. */
  readonly index: number
  /** Sealing: the payload of all chunks of which the block holds a part. Opening: room for the block. */
  readonly bytes: Bytes
}

export interface BlockResult {
  /** SHA-256 of the encrypted block. */
  readonly digest: Bytes
  /** Those of the order: the same memory, handed back. */
  readonly bytes: Bytes
}

/** What became of an order, or what went wrong. */
export type BlockAnswer = BlockResult | { readonly error: ErrorShape }

const start = (work: BlockWork): ((order: BlockOrder) => Bytes) => {
  const file = withFileErrorsSync(work.path, 'read', () => openSync(work.path, work.kind === 'seal' ? 'r+' : 'r'))
  return work.kind === 'seal' ? blockSealer(work, file) : blockOpener(work, file)
}

const { port } = workerData as { readonly port: MessagePort }

port.once('message', (work: BlockWork) => {
  let perform: ReturnType<typeof start> | null = null
  const answer = (order: BlockOrder): BlockAnswer => {
    try {
      perform ??= start(work)
      return { digest: perform(order), bytes: order.bytes }
    } catch (error) {
      return { error: errorShape(error) }
    }
  }
  port.on('message', (order: BlockOrder) => port.postMessage(answer(order), [order.bytes.buffer]))
})
