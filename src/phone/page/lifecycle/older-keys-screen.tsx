import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FetchedKeys } from '#agent/views'
import { useApp, useLifecycleState } from '../app/context.tsx'
import type { PairScreen } from '../app/screen.ts'
import { useCertificates } from '../certificates/use-certificates.ts'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { AskPin } from '../pin/ask-pin.tsx'
import './lifecycle.css'
import { useWatch } from './use-watch.ts'

/** How many have been released, and what that means. */
const Released = ({ fetched }: { fetched: FetchedKeys | null }) => {
  const { t } = useTranslation()
  const released = useLifecycleState((state) => state.released)
  const error = useLifecycleState((state) => state.error)
  const count = released?.count ?? 0
  return (
    <main className="scroll lifecycle">
      {error && <FaultNote error={error} />}
      {fetched !== null ? (
        <Outcome
          tone={fetched.isComplete ? 'done' : 'warn'}
          icon={fetched.isComplete ? 'check' : 'clock'}
          title={t('older-keys.fetched', { count })}
          next={t(fetched.isComplete ? 'older-keys.complete' : 'older-keys.more')}
        />
      ) : count > 0 ? (
        <Outcome
          tone="warn"
          icon="lock"
          title={t('older-keys.released', { count })}
          next={t('older-keys.released.why')}
        />
      ) : released?.isComplete ? (
        <Outcome tone="plain" icon="check" title={t('older-keys.none')} next={t('older-keys.none.why')} />
      ) : (
        <Outcome tone="plain" icon="clock" title={t('older-keys.waiting')} next={t('older-keys.waiting.why')} />
      )}
    </main>
  )
}

/** Keys of older certificates, which their keepers release to the phone that has got certificates back. */
export const OlderKeysScreen = ({ screen }: { screen: PairScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  const holding = useCertificates().find(({ id }) => id === screen.credential)?.holding
  const released = useLifecycleState((state) => state.released)
  const [isAsking, ask] = useState(false)
  const [fetched, setFetched] = useState<FetchedKeys | null>(null)
  useWatch(screen, released !== null && !released.isComplete && !isAsking)
  const isNew = released !== null && released.count > 0 && (fetched === null || !fetched.isComplete)
  return (
    <>
      <TopBar title={t('older-keys.title')} leave={{ by: 'back', act: isAsking ? () => ask(false) : app.back }} />
      {isAsking && holding ? (
        <AskPin
          onPin={async (pin) => {
            setFetched(await app.lifecycle.fetchOlderKeys(holding, pin))
            ask(false)
          }}
        >
          <h2>{t('pin.title')}</h2>
          <p className="second">{t('older-keys.pin')}</p>
        </AskPin>
      ) : (
        <>
          <Released fetched={fetched} />
          <footer className="foot">
            {isNew ? (
              <Button kind="main" icon="lock" onClick={() => ask(true)}>
                {t('older-keys.fetch')}
              </Button>
            ) : released?.isComplete ? (
              <Button onClick={app.home}>{t('act.to-home')}</Button>
            ) : (
              <Button icon="refresh" onClick={() => void app.lifecycle.arrive(screen)}>
                {t('older-keys.look')}
              </Button>
            )}
          </footer>
        </>
      )}
    </>
  )
}
