/** How applications stand, in a word with a shape. */
import type { ApplicationState } from '#core/application/state'
import type { IconName } from '#resources/kit/icon.tsx'
import type { Tone } from '#resources/kit/tag.tsx'

export const APPLICATION_TONES: { readonly [state in ApplicationState]: readonly [Tone, IconName] } = {
  draft: ['plain', 'edit'],
  submitted: ['plain', 'clock'],
  agreed: ['plain', 'clock'],
  'approved-once': ['plain', 'clock'],
  returned: ['warn', 'undo'],
  'awaiting-payment': ['warn', 'clock'],
  paid: ['warn', 'certificate'],
  issued: ['good', 'check'],
  withdrawn: ['plain', 'close'],
  rejected: ['bad', 'close'],
  expired: ['plain', 'close'],
}
