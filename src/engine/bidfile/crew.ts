import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import type { BlockAnswer, BlockOrder, BlockWork } from './block-worker.ts'

/** Threads beside the caller's; the caller feeds or drains them, so that more of them would only wait. */
const MOST_HELPERS = 2
/** Orders a helper has at a time: one to work on, one so that it need not wait for the next. */
const ENOUGH = 2

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './block-worker.ts' : './block-worker.js', import.meta.url)

interface Waiting {
  readonly resolve: (result: Bytes) => void
  readonly reject: (error: unknown) => void
}

/** A thread that works on blocks in the order in which it is given them. */
class Helper {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []

  constructor(work: BlockWork) {
    // Every chunk leaves 16 KiB outside the heap: a small young generation lets go of them early.
    this.#worker = new Worker(workerUrl(), { workerData: work, resourceLimits: { maxYoungGenerationSizeMb: 2 } })
    this.#worker.on('message', (answer: BlockAnswer) => {
      const waiting = this.#waiting.shift()
      if ('error' in answer) waiting?.reject(new AppError(answer.error.code, answer.error.details))
      else waiting?.resolve(answer.digest)
    })
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new AppError('internal', { reason: 'worker ended' })))
  }

  get hasRoom(): boolean {
    return this.#waiting.length < ENOUGH
  }

  take(order: BlockOrder): Promise<Bytes> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(order)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

/** Works on the blocks of one body, in this thread and in helpers beside it. */
export class Crew {
  readonly #here: (order: BlockOrder) => Bytes
  readonly #helpers: readonly Helper[]

  /**
   * @param here does what a helper does, for the blocks that this thread takes itself
   * @param blocks how many there will be
   */
  constructor(work: BlockWork, here: (order: BlockOrder) => Bytes, blocks: number) {
    const size = Math.max(0, Math.min(MOST_HELPERS, availableParallelism() - 1, blocks - 1))
    this.#here = here
    this.#helpers = Array.from({ length: size }, () => new Helper(work))
  }

  /** Lets in what helpers have answered; to be awaited before every `give`. */
  async hear(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
  }

  /**
   * Works on a block: elsewhere when a helper has room, else here and now. Gives its digest. Await
   * the results in the order of the blocks, so that of several faults the first one is reported.
   */
  give(order: BlockOrder): Promise<Bytes> {
    const helper = this.#helpers.find(({ hasRoom }) => hasRoom)
    const result = helper === undefined ? this.#do(order) : helper.take(order)
    result.catch(() => undefined)
    return result
  }

  async close(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.end()))
  }

  /** A fault is a rejection of this block, not of the one that is waited for. */
  #do(order: BlockOrder): Promise<Bytes> {
    return new Promise((resolve) => resolve(this.#here(order)))
  }
}
