/** Starts engines in processes of their own, lets a phone answer them and kills them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { EngineStart } from '#ipc/bridge'
import { scriptedPhone, type Credential } from './credential.ts'

const CHILD = fileURLToPath(new URL('engine-child.ts', import.meta.url))

export type ChildTask =
  | { readonly kind: 'seal'; readonly project: string }
  | { readonly kind: 'saves'; readonly project: string }
  | { readonly kind: 'generate'; readonly project: string; readonly folder: string }

export interface ChildOrder {
  readonly start: EngineStart
  readonly task: ChildTask
  /** Which step on files it does not live to see; null: all. */
  readonly dieBefore: number | null
}

export type ChildLine =
  | { readonly begun: true }
  | { readonly qr: string }
  /** A number that is on the disk. */
  | { readonly saved: number }
  | { readonly over: { readonly error: string | null; readonly steps: number } }

/** When a process is killed: before a step of its work on files, or so many milliseconds after it began. */
export type Moment = { readonly step: number } | { readonly milliseconds: number } | null

export interface Life {
  readonly killed: boolean
  /** The last number that the process said it had saved. */
  readonly saved: number
  readonly over: { readonly error: string | null; readonly steps: number } | null
  /** Milliseconds from the beginning of the work to the end of the process. */
  readonly duration: number
}

export interface EngineProcess {
  /** Once only. */
  run(order: Omit<ChildOrder, 'dieBefore'>, moment: Moment, phone: { server: string; own: Credential }): Promise<Life>
  kill(): void
}

/** Starts a process that loads the engine and waits for its order. */
export const engineProcess = (): EngineProcess => {
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  return {
    run: async (order, moment, { server, own }) => {
      const phones: { close(): void }[] = []
      let [saved, began] = [0, Date.now()]
      let over: Life['over'] = null
      let timer: NodeJS.Timeout | undefined
      const dieBefore = moment !== null && 'step' in moment ? moment.step : null
      child.stdin.write(`${JSON.stringify({ ...order, dieBefore })}\n`)
      for await (const text of createInterface(child.stdout)) {
        const line = JSON.parse(text) as ChildLine
        if ('saved' in line) saved = line.saved
        else if ('over' in line) over = line.over
        else if ('qr' in line) phones.push(scriptedPhone({ server, qr: line.qr, own }))
        else {
          began = Date.now()
          if (moment !== null && 'milliseconds' in moment)
            timer = setTimeout(() => child.kill('SIGKILL'), moment.milliseconds)
        }
      }
      await gone
      clearTimeout(timer)
      for (const phone of phones) phone.close()
      return { killed: child.signalCode === 'SIGKILL', saved, over, duration: Date.now() - began }
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
