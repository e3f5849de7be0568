import { AppError } from '#core/errors'

export interface DemoStep {
  readonly name: string
  readonly seconds: number
}

export interface Stopwatch {
  readonly steps: readonly DemoStep[]
  /** Does a step and notes how long it took. Rejects with `cancelled` before it begins when the signal says so. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>
}

export const startStopwatch = (signal: AbortSignal, onStep: (done: number) => void): Stopwatch => {
  const steps: DemoStep[] = []
  return {
    steps,
    step: async (name, work) => {
      if (signal.aborted) throw new AppError('cancelled')
      onStep(steps.length)
      const start = performance.now()
      const result = await work()
      steps.push({ name, seconds: Math.round(performance.now() - start) / 1000 })
      return result
    },
  }
}
