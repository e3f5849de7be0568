import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { requirePin } from '#agent/pin'
import { asAppError, type ErrorShape } from '#core/errors'
import { NEW_CHOICE, PIN_LENGTH, choose, type Choice } from './entry.ts'
import { PinPad } from './pin-pad.tsx'

const isWeak = (pin: string): boolean => {
  try {
    requirePin(pin)
    return false
  } catch (error) {
    return asAppError(error).code === 'pin-weak'
  }
}

interface NewPinProps {
  readonly onPin: (pin: string) => void
  readonly isBusy?: boolean
  /** Why the last PIN was not taken. */
  readonly error?: ErrorShape | null
}

/** The rule, or what was wrong with the last entry. */
const Below = ({ choice: { first, problem }, error }: { choice: Choice; error: ErrorShape | null }) => {
  const { t } = useTranslation()
  const code = problem === 'weak' ? 'pin-weak' : first === null && problem === null ? error?.code : undefined
  if (problem === 'differed') {
    return (
      <p role="alert" className="small bad">
        {t('pin.differed')}
      </p>
    )
  }
  if (code) {
    return (
      <p role="alert" className="small bad">
        {t(`error.${code}.title`)}
        {t('mark.comma')}
        {t(`error.${code}.advice`)}
      </p>
    )
  }
  return <p className="small second">{t('pin.choose.rule')}</p>
}

/** Chooses a PIN: entered once, then once more. */
export const NewPin = ({ onPin, isBusy = false, error = null }: NewPinProps) => {
  const { t } = useTranslation()
  const [choice, setChoice] = useState(NEW_CHOICE)
  const take = (entered: string) => {
    const { choice: next, pin } = choose(choice, entered, isWeak)
    setChoice(next)
    if (pin !== null) onPin(pin)
  }
  const isFirst = choice.first === null
  return (
    <PinPad onPin={take} isBusy={isBusy} below={<Below choice={choice} error={error} />}>
      <h2>{t(isFirst ? 'pin.choose' : 'pin.repeat', { length: PIN_LENGTH })}</h2>
      <p className="second">{t(isFirst ? 'pin.choose.why' : 'pin.repeat.why')}</p>
    </PinPad>
  )
}
