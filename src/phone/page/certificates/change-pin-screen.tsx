import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorShape, type ErrorShape } from '#core/errors'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { NewPin } from '../pin/new-pin.tsx'
import { PinPad } from '../pin/pin-pad.tsx'
import { PinTries } from '../pin/pin-tries.tsx'
import '../confirm/outcome-screen.css'

const Changed = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <main className="scroll">
        <div className="outcome done">
          <span className="outcome-mark">
            <Icon name="check" size={32} />
          </span>
          <div role="status">
            <h2>{t('change-pin.done')}</h2>
          </div>
          <p className="second">{t('change-pin.done.why')}</p>
        </div>
      </main>
      <footer className="foot">
        <Button kind="main" onClick={app.back}>
          {t('act.back')}
        </Button>
      </footer>
    </>
  )
}

/** The old PIN, the new one twice, and then the server is asked. A wrong old PIN leads back to it. */
export const ChangePinScreen = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const [old, setOld] = useState<string | null>(null)
  const [error, setError] = useState<ErrorShape | null>(null)
  const [phase, setPhase] = useState<'asking' | 'working' | 'done'>('asking')

  const change = async (pin: string) => {
    if (old === null) return
    setPhase('working')
    setError(null)
    try {
      await app.changePin(id, old, pin)
      setPhase('done')
    } catch (fault) {
      const shape = errorShape(fault)
      setError(shape)
      setPhase('asking')
      if (shape.code !== 'pin-weak') setOld(null)
    }
  }

  if (phase === 'done') {
    return (
      <>
        <TopBar title={t('change-pin.title')} />
        <Changed />
      </>
    )
  }
  return (
    <>
      <TopBar title={t('change-pin.title')} leave={{ by: 'back', act: app.back }} />
      {old === null ? (
        <PinPad onPin={setOld} below={<PinTries isBusy={false} error={error} triesLeft={null} />}>
          <h2>{t('change-pin.old')}</h2>
          <p className="second">{t('change-pin.old.why')}</p>
        </PinPad>
      ) : (
        <NewPin onPin={(pin) => void change(pin)} isBusy={phase === 'working'} error={error} />
      )}
    </>
  )
}
