/** One long piece of work, told about as it goes. */
import { AppError, asAppError, errorShape } from '#core/errors'
import type { CertificateView, JobKind, JobPhase, JobView, PairingView, ProgressView } from '#ipc/views'

/** Milliseconds between two events of one job. */
const QUIET = 100

/** What a job's work does while it runs. */
export interface JobContext {
  /** Says stop; everything the work has begun is undone then. */
  readonly signal: AbortSignal
  /** Ends the current phase and begins another one; the same one again changes nothing. */
  phase(phase: JobPhase): void
  progress(progress: ProgressView | null): void
  pairing(view: PairingView | null): void
  /** How to show a fresh code while this job asks a phone; null when it no longer does. */
  offersCode(showAgain: (() => void) | null): void
  /** Goes with a failure `wrong-certificate`. */
  mismatch(needed: CertificateView, scanned: CertificateView): void
  /** Where things were written. */
  target(path: string): void
  /** Says what could not be had, though the work goes on. */
  notice(what: AppError): void
}

export type Work = (context: JobContext) => Promise<void>

export interface JobOptions {
  readonly id: string
  readonly kind: JobKind
  readonly project: string | null
  readonly work: Work
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly onChange: (view: JobView) => void
}

export interface Job {
  readonly project: string | null
  view(): JobView
  /** Resolves when the work is over, however it went. */
  readonly over: Promise<void>
  /** Stops the work and waits until nothing is left of it. */
  cancel(): Promise<void>
  /** Does nothing when the job asks no phone. */
  showAgain(): void
}

/** At most one call in `QUIET` milliseconds, the last one never lost. */
const throttled = (act: () => void): { soon(): void; now(): void } => {
  let timer: NodeJS.Timeout | null = null
  let isDue = false
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = null
      if (isDue) soon()
    }, QUIET)
    timer.unref()
  }
  const fire = (): void => {
    isDue = false
    act()
  }
  const soon = (): void => {
    if (timer !== null) {
      isDue = true
      return
    }
    fire()
    rest()
  }
  return {
    soon,
    now: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      fire()
    },
  }
}

/** Starts the work at once. */
export const startJob = ({ id, kind, project, work, now, onChange }: JobOptions): Job => {
  const stop = new AbortController()
  let showAgain: (() => void) | null = null
  let phaseBegan = now()
  let view: JobView = {
    id,
    kind,
    project,
    state: 'running',
    phase: 'preparing',
    phases: [],
    progress: null,
    pairing: null,
    error: null,
    notice: null,
    mismatch: null,
    target: null,
  }
  const tell = throttled(() => onChange(view))
  const set = (change: Partial<JobView>): void => {
    if (view.state !== 'running') return
    view = { ...view, ...change }
    tell.soon()
  }
  const phasesSoFar = (): JobView['phases'] => [
    ...view.phases,
    { phase: view.phase, at: now(), seconds: (now() - phaseBegan) / 1000 },
  ]
  const end = (change: Partial<JobView> & Pick<JobView, 'state'>): void => {
    view = { ...view, progress: null, ...change }
    tell.now()
  }

  const context: JobContext = {
    signal: stop.signal,
    phase: (phase) => {
      if (phase === view.phase) return
      const phases = phasesSoFar()
      phaseBegan = now()
      set({ phase, phases, progress: null })
    },
    progress: (progress) => set({ progress }),
    pairing: (pairing) => set({ pairing }),
    offersCode: (act) => {
      showAgain = act
    },
    mismatch: (needed, scanned) => set({ mismatch: { needed, scanned } }),
    target: (target) => set({ target }),
    notice: (what) => set({ notice: errorShape(what) }),
  }

  const run = async (): Promise<void> => {
    try {
      await work(context)
      end({ state: 'done', phases: phasesSoFar() })
    } catch (error) {
      const failure = asAppError(error)
      if (stop.signal.aborted && failure.code === 'cancelled') end({ state: 'cancelled' })
      else end({ state: 'failed', error: errorShape(failure) })
    }
  }
  tell.soon()
  const over = run()
  return {
    project,
    view: () => view,
    over,
    cancel: () => {
      stop.abort(new AppError('cancelled'))
      return over
    },
    showAgain: () => showAgain?.(),
  }
}
