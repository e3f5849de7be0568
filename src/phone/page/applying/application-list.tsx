import { useTranslation } from 'react-i18next'
import { day } from '#resources/kit/time.ts'
import { useApp, useApplyingState } from '../app/context.tsx'
import { ApplicationTag } from '../certificates/application-card.tsx'
import { Button } from '../kit/button.tsx'
import { LinkRow } from '../kit/list.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { useKind } from '../orders/texts.tsx'
import { Problem } from './problem.tsx'

/** A person's applications, newest first. */
export const ApplicationList = () => {
  const { t } = useTranslation()
  const app = useApp()
  const applications = useApplyingState((state) => state.applications)
  const isBusy = useApplyingState((state) => state.isBusy)
  const kindOf = useKind()
  return (
    <>
      <TopBar title={t('applications.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <Problem
          action={
            <Button kind="small" onClick={() => void app.applying.arrive({ at: 'applications' })}>
              {t('act.retry')}
            </Button>
          }
        />
        {applications?.items.length === 0 && (
          <>
            <p>{t('applications.empty')}</p>
            <p className="second">{t('applications.empty.why')}</p>
          </>
        )}
        <ul>
          {applications?.items.map(({ id, kind, company, state, createdAt }) => (
            <LinkRow
              key={id}
              title={company}
              note={[day(createdAt), kindOf(kind)].join(t('mark.comma'))}
              value={<ApplicationTag state={state} />}
              onOpen={() => app.open({ at: 'application', application: id })}
            />
          ))}
        </ul>
        {applications?.next && (
          <Button disabled={isBusy} onClick={() => void app.applying.more()}>
            {t('orders.more')}
          </Button>
        )}
      </main>
      <footer className="foot">
        <Button kind="main" onClick={() => app.open({ at: 'find-company' })}>
          {t('apply.begin')}
        </Button>
      </footer>
    </>
  )
}
