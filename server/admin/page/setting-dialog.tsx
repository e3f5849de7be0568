import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SettingValue } from '../setting-messages.ts'
import { useConsole } from './context.tsx'
import { Dialog } from './dialog.tsx'
import { fenOf } from './ledger/fen.ts'

/** What has a price, as it is listed. */
export const PRICED = ['claim', 'join', 'renew', 'recover'] as const
const MONTHS = [1, 3, 6, 12] as const

type Prices = Extract<SettingValue, { setting: 'prices' }>['value']
type Typed = Readonly<Record<keyof Prices, string>>

const typedOf = (prices: Prices): Typed => {
  const yuan = (kind: keyof Prices): string => (prices[kind] / 100).toFixed(2)
  return { claim: yuan('claim'), join: yuan('join'), renew: yuan('renew'), recover: yuan('recover') }
}

const pricesOf = (typed: Typed): Prices | null => {
  const claim = fenOf(typed.claim)
  const join = fenOf(typed.join)
  const renew = fenOf(typed.renew)
  const recover = fenOf(typed.recover)
  return claim === null || join === null || renew === null || recover === null ? null : { claim, join, renew, recover }
}

const PriceFields = ({ first, onChange }: { first: Prices; onChange: (prices: Prices | null) => void }) => {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(typedOf(first))
  const change = (kind: keyof Prices, text: string): void => {
    const next = { ...typed, [kind]: text }
    setTyped(next)
    onChange(pricesOf(next))
  }
  return PRICED.map((kind) => (
    <div key={kind} className="field">
      <label htmlFor={`price-${kind}`}>{t('settings.price', { kind: t(`order.kind.${kind}`) })}</label>
      <input
        id={`price-${kind}`}
        inputMode="decimal"
        value={typed[kind]}
        maxLength={9}
        aria-invalid={fenOf(typed[kind]) === null}
        onChange={({ target }) => change(kind, target.value)}
      />
    </div>
  ))
}

/** Proposes another value; it counts when a second officer has approved it. */
export const SettingDialog = ({ current, onClose }: { current: SettingValue; onClose: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const [wanted, setWanted] = useState<SettingValue | null>(null)
  const shown = wanted ?? current
  const isChanged = wanted !== null && JSON.stringify(wanted) !== JSON.stringify(current)
  return (
    <Dialog
      title={t('settings.change', { setting: t(`settings.${current.setting}`) })}
      act={t('settings.propose')}
      isReady={isChanged}
      onAct={async () => wanted !== null && console.proposeSetting(wanted)}
      onClose={onClose}
    >
      <p className="second">{t('settings.propose.why')}</p>
      {current.setting === 'prices' && (
        <PriceFields
          first={current.value}
          onChange={(value) => setWanted(value === null ? null : { setting: 'prices', value })}
        />
      )}
      {shown.setting === 'validity' && (
        <fieldset>
          <legend>{t('settings.validity')}</legend>
          {MONTHS.map((months) => (
            <label key={months}>
              <input
                type="radio"
                name="months"
                checked={shown.value === months}
                onChange={() => setWanted({ setting: 'validity', value: months })}
              />
              {t('settings.months', { count: months })}
            </label>
          ))}
        </fieldset>
      )}
      {shown.setting === 'review' && (
        <fieldset>
          <legend>{t('settings.review')}</legend>
          {[true, false].map((value) => (
            <label key={String(value)}>
              <input
                type="radio"
                name="review"
                checked={shown.value === value}
                onChange={() => setWanted({ setting: 'review', value })}
              />
              {t(value ? 'settings.review.on' : 'settings.review.off')}
            </label>
          ))}
        </fieldset>
      )}
    </Dialog>
  )
}
