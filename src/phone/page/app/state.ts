/** Everything the page shows. Screens read it; only `app.ts` and the flows beside it change it. */
import type { ConfirmationView, CredentialView, HistoryEntry } from '#agent/views'
import type { ErrorShape } from '#core/errors'
import type { Installation } from '../device/installation.ts'
import type { Enrolment } from '../enrol/enrolment.ts'
import type { Language } from '#resources/kit/i18n.ts'
import type { Screen } from './screen.ts'

export interface State {
  readonly screen: Screen
  readonly language: Language
  readonly credentials: readonly CredentialView[]
  readonly current: CredentialView | null
  /** Newest first. */
  readonly history: readonly HistoryEntry[]
  /** The code that is being answered. */
  readonly confirmation: ConfirmationView | null
  readonly enrolment: Enrolment
  /** What went wrong and is shown over the screen until it is put away. */
  readonly fault: ErrorShape | null
  readonly installation: Installation
  /** Null until it is known whether the browser promised to keep the keys. */
  readonly isPersistent: boolean | null
}
