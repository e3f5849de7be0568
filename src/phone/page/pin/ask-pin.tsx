import { useState, type ReactNode } from 'react'
import { errorShape, type ErrorShape } from '#core/errors'
import { PinPad } from './pin-pad.tsx'
import { PinTries } from './pin-tries.tsx'

interface AskPinProps {
  /** What the PIN is for. */
  readonly children: ReactNode
  /** Leads away from here, or throws why it came to nothing. */
  readonly onPin: (pin: string) => Promise<void>
}

/** Asks for the PIN of something that is done once, and says what went wrong with it. */
export const AskPin = ({ children, onPin }: AskPinProps) => {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<ErrorShape | null>(null)
  const take = async (pin: string) => {
    setBusy(true)
    setError(null)
    try {
      await onPin(pin)
    } catch (fault) {
      setError(errorShape(fault))
      setBusy(false)
    }
  }
  return (
    <PinPad
      onPin={(pin) => void take(pin)}
      isBusy={isBusy}
      below={<PinTries isBusy={isBusy} error={error} triesLeft={null} />}
    >
      {children}
    </PinPad>
  )
}
