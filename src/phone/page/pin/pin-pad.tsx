import { useEffect, useState, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { useStrayTap } from '../kit/stray-tap.ts'
import { DIGITS, PIN_LENGTH, pinKeyOf, press, type PinKey } from './entry.ts'
import './pin-pad.css'

interface PinPadProps {
  /** Takes a full PIN; what was entered is forgotten before. */
  readonly onPin: (pin: string) => void
  /** The PIN is being tried: nothing can be entered. */
  readonly isBusy?: boolean
  /** What stands above the dots, and below them. */
  readonly children: ReactNode
  readonly below?: ReactNode
  /** The key at the lower left; it works while the PIN is being tried, too. */
  readonly extra?: { readonly label: string; readonly act: () => void }
}

const Dots = ({ entered }: { entered: number }) => {
  const { t } = useTranslation()
  return (
    <div className="pin-dots" role="status" aria-label={t('pin.entered', { entered, length: PIN_LENGTH })}>
      {Array.from({ length: PIN_LENGTH }, (_, index) => (
        <i key={index} className={index < entered ? 'full' : ''} />
      ))}
    </div>
  )
}

/**
 * Takes a PIN, by touch or by keyboard. The PIN never stands in an input, where a browser might keep it, and is not
 * pasted: what is copied can be read by every app.
 */
export const PinPad = ({ onPin, isBusy = false, children, below, extra }: PinPadProps) => {
  const { t } = useTranslation()
  const [entered, setEntered] = useState('')
  const isStray = useStrayTap()

  const tap = (key: PinKey, event: MouseEvent) => {
    if (!isStray(event)) take(key)
  }

  const take = (key: PinKey) => {
    if (isBusy) return
    const now = press(entered, key)
    if (now.length < PIN_LENGTH) return setEntered(now)
    setEntered('')
    onPin(now)
  }

  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      const key = pinKeyOf(event.key)
      if (key === null || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      take(key)
    }
    window.addEventListener('keydown', typed)
    return () => window.removeEventListener('keydown', typed)
  })

  return (
    <main className="pin-screen">
      <div className="pin">
        <div role="status">{children}</div>
        <Dots entered={isBusy ? PIN_LENGTH : entered.length} />
        <div className="pin-below">{below}</div>
      </div>
      <div className="pin-pad" role="group" aria-label={t('pin.pad')}>
        {DIGITS.slice(0, 9).map((digit) => (
          <button key={digit} type="button" disabled={isBusy} onClick={(event) => tap(digit, event)}>
            {digit}
          </button>
        ))}
        {extra ? (
          <button type="button" className="word" onClick={extra.act}>
            {extra.label}
          </button>
        ) : (
          <span />
        )}
        <button type="button" disabled={isBusy} onClick={(event) => tap('0', event)}>
          0
        </button>
        <button
          type="button"
          className="word"
          aria-label={t('pin.erase')}
          disabled={isBusy}
          onClick={(event) => tap('erase', event)}
        >
          <Icon name="erase" size={24} />
        </button>
      </div>
    </main>
  )
}
