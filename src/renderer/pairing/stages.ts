/** The four states at the foot of the QR dialog, and what takes the code's place. */
import type { PairingState } from '#ipc/views'

export const STAGES = ['waiting', 'scanned', 'confirming', 'done'] as const
export type Stage = (typeof STAGES)[number]

/** Where a pairing stands. Null: it has left the road, and the dialog says why. */
export const stageOf = (state: PairingState): Stage | null =>
  state === 'refused' || state === 'expired' || state === 'unreachable' ? null : state

export const progressOf = (stage: Stage | null, of: Stage): 'past' | 'here' | 'ahead' => {
  if (stage === null) return 'ahead'
  const difference = STAGES.indexOf(of) - STAGES.indexOf(stage)
  return difference < 0 ? 'past' : difference === 0 ? 'here' : 'ahead'
}

/** Minutes and seconds of a span in milliseconds, never below nothing. */
export const minutesAndSeconds = (milliseconds: number): { readonly minutes: number; readonly seconds: number } => {
  const all = Math.max(0, Math.ceil(milliseconds / 1000))
  return { minutes: Math.floor(all / 60), seconds: all % 60 }
}
