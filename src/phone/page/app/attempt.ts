/** What a person does in the page and the server has a say in: one act at a time, and what went wrong in the state. */
import { errorShape, type ErrorShape } from '#core/errors'

export interface Attempting {
  readonly isBusy: boolean
  /** Why the last act came to nothing. */
  readonly error: ErrorShape | null
}

interface AttemptStore {
  getState(): Attempting
  setState(change: Partial<Attempting>): void
}

export type RefusalReason = 'login' | 'identity' | 'token'

/** Whether somebody has to show first who it is that asks. */
export const isRefused = ({ code, details }: ErrorShape, ...reasons: readonly RefusalReason[]): boolean =>
  code === 'not-authorised' && reasons.some((reason) => reason === details['reason'])

/**
 * Takes what went wrong: what leads elsewhere is not shown.
 * @param leads leads elsewhere, and says whether it did
 */
export const showFailure = (store: AttemptStore, leads: (error: ErrorShape) => boolean, error: unknown): void => {
  const shape = errorShape(error)
  if (!leads(shape)) store.setState({ error: shape })
}

/** Runs an act, unless another one is under way. Never rejects. */
export const attemptWith =
  (store: AttemptStore, leads: (error: ErrorShape) => boolean) =>
  async (act: () => Promise<void>): Promise<void> => {
    if (store.getState().isBusy) return
    store.setState({ isBusy: true, error: null })
    try {
      await act()
    } catch (error) {
      showFailure(store, leads, error)
    } finally {
      store.setState({ isBusy: false })
    }
  }
