import type { MessagePort } from 'node:worker_threads'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import type { BlockAnswer, BlockOrder, BlockResult, BlockWork } from './block-worker.ts'

/** Orders a helper has at a time: one to work on, the others so that it need not wait while this thread is busy. */
const ENOUGH = 3

interface Waiting {
  readonly resolve: (result: BlockResult) => void
  readonly reject: (error: unknown) => void
}

/** Another thread, which works on blocks in the order in which it is given them. */
class Helper {
  readonly #port: MessagePort
  readonly #waiting: Waiting[] = []

  constructor(port: MessagePort, work: BlockWork) {
    this.#port = port
    port.on('message', (answer: BlockAnswer) => {
      const waiting = this.#waiting.shift()
      if ('error' in answer) waiting?.reject(new AppError(answer.error.code, answer.error.details))
      else waiting?.resolve(answer)
    })
    port.postMessage(work)
  }

  get hasRoom(): boolean {
    return this.#waiting.length < ENOUGH
  }

  take(order: BlockOrder): Promise<BlockResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#port.postMessage(order, [order.bytes.buffer])
    })
  }

  /** Lets go of the thread as soon as it has done what it was given. */
  async end(): Promise<void> {
    while (this.#waiting.length > 0) await new Promise((resolve) => this.#port.once('message', resolve))
    this.#port.close()
  }
}

/** Works on the blocks of one body, in this thread and in helpers beside it. */
export class Crew {
  readonly #here: (order: BlockOrder) => Bytes
  readonly #helpers: readonly Helper[]

  /**
   * @param ports to threads of `block-worker`
   * @param here does what a helper does, for the blocks that this thread takes itself
   */
  constructor(ports: readonly MessagePort[], work: BlockWork, here: (order: BlockOrder) => Bytes) {
    this.#here = here
    this.#helpers = ports.map((port) => new Helper(port, work))
  }

  /** Lets in what helpers have answered; to be awaited before every `give`. */
  async hear(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
  }

  /**
   * Works on a block: elsewhere when a helper has room, else here and now. The bytes are gone until
   * they come back with the result. Await the results in the order of the blocks, so that of several
   * faults the first one is reported.
   */
  give(order: BlockOrder): Promise<BlockResult> {
    const helper = this.#helpers.find(({ hasRoom }) => hasRoom)
    const result = helper === undefined ? this.#do(order) : helper.take(order)
    result.catch(() => undefined)
    return result
  }

  /** Waits until no helper uses a file or a buffer any more. */
  async close(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.end()))
  }

  /** A fault is a rejection of this block, not of the one that is waited for. */
  #do(order: BlockOrder): Promise<BlockResult> {
    return new Promise((resolve) => resolve({ digest: this.#here(order), bytes: order.bytes }))
  }
}
