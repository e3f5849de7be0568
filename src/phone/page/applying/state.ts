/** What the page knows about applications, and what is filled in. Only `flow.ts` changes it. */
import type {
  AdministratorAnswer,
  ApplicationAnswer,
  ApplicationItem,
  ChoicesAnswer,
  CompanyAnswer,
} from '#core/application/messages'
import type { ErrorShape } from '#core/errors'
import type { Listed } from '../orders/flow.ts'
import type { ApplyingDraft } from './draft.ts'
import type { LicenceFacts } from './licence.ts'
import type { Picture, Purpose } from './pictures.ts'

export interface ApplyingState {
  /** What a search has found; null before one. */
  readonly found: { readonly text: string; readonly companies: CompanyAnswer['companies'] } | null
  /** Null until they are known, as everything here. */
  readonly applications: Listed<ApplicationItem> | null
  readonly application: ApplicationAnswer | null
  readonly administrator: AdministratorAnswer | null
  readonly choices: ChoicesAnswer | null
  readonly draft: ApplyingDraft
  /** Those that are on their way. */
  readonly pictures: { readonly [purpose in Purpose]: Picture | null }
  /** What the code on the licence says that was chosen last; null without one. */
  readonly licence: LicenceFacts | null
  readonly isBusy: boolean
  /** Why the last act came to nothing. */
  readonly error: ErrorShape | null
}
