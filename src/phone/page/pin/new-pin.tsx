import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorShape } from '#core/errors'
import { NEW_CHOICE, PIN_LENGTH, choose } from './entry.ts'
import { PinPad } from './pin-pad.tsx'

interface NewPinProps {
  readonly onPin: (pin: string) => void
  readonly isBusy?: boolean
  /** Why the last PIN was not taken. */
  readonly error?: ErrorShape | null
  readonly picture?: ReactNode
}

/** Chooses a PIN: entered once, then once more. */
export const NewPin = ({ onPin, isBusy = false, error = null, picture }: NewPinProps) => {
  const { t } = useTranslation()
  const [choice, setChoice] = useState(NEW_CHOICE)
  const take = (entered: string) => {
    const { choice: next, pin } = choose(choice, entered)
    setChoice(next)
    if (pin !== null) onPin(pin)
  }
  const isFirst = choice.first === null
  return (
    <PinPad
      onPin={take}
      isBusy={isBusy}
      below={
        choice.differed ? (
          <p role="alert" className="small bad">
            {t('pin.differed')}
          </p>
        ) : isFirst && error ? (
          <p role="alert" className="small bad">
            {t(`error.${error.code}.title`, error.details)}
            {t('mark.comma')}
            {t(`error.${error.code}.advice`, error.details)}
          </p>
        ) : (
          <p className="small second">{t('pin.choose.rule')}</p>
        )
      }
    >
      {picture}
      <h2>{t(isFirst ? 'pin.choose' : 'pin.repeat', { length: PIN_LENGTH })}</h2>
      <p className="second">{t(isFirst ? 'pin.choose.why' : 'pin.repeat.why')}</p>
    </PinPad>
  )
}
