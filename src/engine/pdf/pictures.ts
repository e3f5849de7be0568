import { Worker } from 'node:worker_threads'
import { AppError } from '#core/errors'
import type { PagePicture, PictureAnswer, PictureRequest } from './picture-worker.ts'

export type { PagePicture } from './picture-worker.ts'

const MAX_WIDTH = 4096
const QUALITY = 80

export interface PictureOptions {
  /** PNG unless told otherwise. */
  readonly type?: PictureRequest['type']
  /** Of a JPEG, 1 to 100; 80 unless told otherwise. */
  readonly quality?: number
  /** Takes the request out of the queue. What is being drawn already is finished and thrown away. */
  readonly signal?: AbortSignal
}

/** Pictures of pages, drawn in a thread of their own that starts with the first one. */
export interface PagePictures {
  /**
   * A page (from 1) as it is displayed, seals included, `width` pixels wide (at most 4096). Rejects
   * with `file-not-found`, `file-unreadable`, `pdf-encrypted`, `pdf-damaged`, `page-not-found`,
   * `invalid-input` or `cancelled`.
   */
  render(path: string, page: number, width: number, options?: PictureOptions): Promise<PagePicture>
  /** Closes all files, as Windows wants it before one is replaced. They are opened again when asked for. */
  forget(): Promise<void>
  close(): Promise<void>
}

interface Task {
  readonly request: PictureRequest
  readonly signal: AbortSignal | undefined
  resolve(picture: PagePicture): void
  reject(error: AppError): void
}

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './picture-worker.ts' : './picture-worker.js', import.meta.url)

/** The pictures of one engine. */
export const pagePictures = (): PagePictures => {
  const queue: Task[] = []
  let worker: Worker | null = null
  let current: Task | null = null

  const next = (): void => {
    while (current === null) {
      const task = queue.shift()
      if (task === undefined) return
      if (task.signal?.aborted === true) task.reject(new AppError('cancelled'))
      else {
        current = task
        running().postMessage(task.request)
      }
    }
  }

  const settle = (finish: (task: Task) => void): void => {
    const task = current
    current = null
    if (task !== null) finish(task)
    next()
  }

  const running = (): Worker => {
    if (worker !== null) return worker
    const started = new Worker(workerUrl())
    started.unref()
    started.on('message', (answer: PictureAnswer) => {
      settle((task) => {
        if ('picture' in answer) task.resolve(answer.picture)
        else task.reject(new AppError(answer.error.code, answer.error.details))
      })
    })
    started.on('error', (error) => {
      if (worker === started) worker = null
      settle((task) => task.reject(new AppError('pdf-damaged', { reason: 'PDFium stopped' }, error)))
    })
    worker = started
    return started
  }

  const stop = async (): Promise<void> => {
    const stopping = worker
    worker = null
    await stopping?.terminate()
    settle((task) => task.reject(new AppError('cancelled')))
  }

  return {
    render: (path, page, width, { type = 'image/png', quality = QUALITY, signal } = {}) =>
      new Promise((resolve, reject) => {
        if (!(Number.isInteger(width) && width >= 1 && width <= MAX_WIDTH))
          return reject(new AppError('invalid-input', { reason: 'width', width }))
        queue.push({ request: { path, page, width, type, quality }, signal, resolve, reject })
        next()
      }),
    forget: stop,
    close: async () => {
      for (const task of queue.splice(0)) task.reject(new AppError('cancelled'))
      await stop()
    },
  }
}
