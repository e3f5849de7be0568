import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfirmationView } from '#agent/views'
import { errorShape, type ErrorShape } from '#core/errors'
import { useApp } from '../app/context.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { SealPicture } from '../kit/picture.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { PinPad } from '../pin/pin-pad.tsx'
import { PinTries } from '../pin/pin-tries.tsx'
import { isAtWork } from './summary.ts'
import { useRequestTexts } from './texts.ts'

/** The PIN for one request. */
export const PinStage = ({ view }: { view: ConfirmationView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const [error, setError] = useState<ErrorShape | null>(null)
  const [isTrying, setTrying] = useState(false)
  const { heading, tender, summary, computer } = useRequestTexts(view)
  const [seal] = view.credential.seals
  const isHandingOver = view.state === 'handing-over'
  const isBusy = isTrying || isAtWork(view)
  const forgotten = { label: t('pin.forgotten'), act: () => app.open({ at: 'forgotten-pin' }) }
  const cancel = { label: t('act.cancel'), act: () => void app.refuse() }

  const take = async (pin: string) => {
    setTrying(true)
    setError(null)
    try {
      await app.confirm(pin)
    } catch (fault) {
      setError(errorShape(fault))
    } finally {
      setTrying(false)
    }
  }

  return (
    <>
      <TopBar title={t('pin.title')} {...(isBusy ? {} : { leave: { by: 'back', act: app.back } })} />
      <PinPad
        onPin={(pin) => void take(pin)}
        isBusy={isBusy}
        {...(isHandingOver ? {} : { extra: isBusy ? cancel : forgotten })}
        below={
          <>
            <div>
              {isHandingOver ? (
                <p role="status" className="small second">
                  {t('confirm.handing-over')}
                </p>
              ) : (
                <PinTries isBusy={isBusy} error={error} triesLeft={view.triesLeft} />
              )}
              {view.error && (
                <p role="status" className="small warn">
                  {t('confirm.trouble')}
                </p>
              )}
            </div>
            <p className="pin-computer row small second">
              <Icon name="computer" size={16} />
              <span className="clip">{computer}</span>
              <span>
                {t('confirm.code.short')} <b className="mono">{view.code}</b>
              </span>
            </p>
          </>
        }
      >
        {seal && (
          <SealPicture
            seal={seal}
            size={88}
            label={t('seal.of', { company: view.credential.company, kind: t(`seal.${seal.kind}`) })}
          />
        )}
        <h2>{heading}</h2>
        {summary && summary.documents > 0 && (
          <p className="second">{t('confirm.total', { count: summary.documents, pages: summary.pages })}</p>
        )}
        {tender && <p className="second two-lines">{tender}</p>}
      </PinPad>
    </>
  )
}
