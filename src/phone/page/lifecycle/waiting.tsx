import { useTranslation } from 'react-i18next'
import type { ApplicationAnswer } from '#core/application/messages'
import type { ApplicationState } from '#core/application/state'
import { useApp, useLifecycleState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { APPLICATION_TONES } from './words.ts'

/** Where an application stands that somebody else has to go on with, and the way on once it is one's own turn. */
export const Waiting = ({ application: { id, kind, state } }: { application: ApplicationAnswer }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useLifecycleState((known) => known.isBusy)
  const [, icon] = APPLICATION_TONES[state]
  const isRecovery = kind === 'recover' && (state === 'submitted' || state === 'approved-once')
  const toApplication = (
    <Button onClick={() => app.open({ at: 'application', application: id })}>{t('lifecycle.history')}</Button>
  )
  const acts: { readonly [each in ApplicationState]?: () => void } = {
    'awaiting-payment': () => void app.lifecycle.pay(id),
    paid: () => app.open({ at: 'download', application: id }),
  }
  const act = acts[state]
  return (
    <>
      <main className="scroll">
        <Outcome
          tone={act === undefined ? 'plain' : 'warn'}
          icon={icon}
          title={t(isRecovery ? `recover.state.${state}` : `application.state.${state}`)}
          next={t(isRecovery ? `recover.state.${state}.why` : 'lifecycle.waiting.why')}
        />
      </main>
      <footer className={act ? 'foot two' : 'foot'}>
        {toApplication}
        {act && (
          <Button kind="main" disabled={isBusy} onClick={act}>
            {t(state === 'paid' ? 'certificates.download' : 'certificates.pay')}
          </Button>
        )}
      </footer>
    </>
  )
}
