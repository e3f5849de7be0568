import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorShape, type ErrorShape } from '#core/errors'
import { useApp, useAppState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { NewPin } from '../pin/new-pin.tsx'
import { PinPad } from '../pin/pin-pad.tsx'
import { PinTries } from '../pin/pin-tries.tsx'
import { LockedActs } from './locked-acts.tsx'

const Changed = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <main className="scroll">
        <Outcome tone="done" icon="check" title={t('change-pin.done')} next={t('change-pin.done.why')} />
      </main>
      <footer className="foot">
        <Button kind="main" onClick={app.back}>
          {t('act.back')}
        </Button>
      </footer>
    </>
  )
}

/** No PIN is taken any more. */
const Locked = () => {
  const { t } = useTranslation()
  return (
    <>
      <main className="scroll">
        <Outcome tone="bad" icon="lock" title={t('error.pin-locked.title')} next={t('error.pin-locked.advice')}>
          {t('error.pin-locked.body')}
        </Outcome>
      </main>
      <LockedActs />
    </>
  )
}

/** The old PIN, the new one twice, and then the server is asked. A wrong old PIN leads back to it. */
export const ChangePinScreen = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isLocked = useAppState(({ credentials }) => credentials.find((one) => one.id === id)?.state === 'locked')
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
      {isLocked || error?.code === 'pin-locked' ? (
        <Locked />
      ) : old === null ? (
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
