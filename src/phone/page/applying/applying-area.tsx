import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useApplyingState } from '../app/context.tsx'
import type { ApplyingScreen } from '../app/screen.ts'
import { Button } from '../kit/button.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { ApplicationList } from './application-list.tsx'
import { ApplicationScreen } from './application-screen.tsx'
import './applying.css'
import { CertificateStep } from './certificate-step.tsx'
import { CompanyStep } from './company-step.tsx'
import { FindScreen } from './find-screen.tsx'
import { FormStep } from './form-step.tsx'
import { JoinScreen } from './join-screen.tsx'
import { Problem } from './problem.tsx'

/** Something that only the server knows is on its way, or has not come. */
const Coming = ({ screen }: { screen: ApplyingScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useApplyingState((state) => state.isBusy)
  return (
    <>
      <TopBar title={t('apply.application')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <Problem />
        {isBusy && <p className="second">{t('apply.busy')}</p>}
      </main>
      {!isBusy && (
        <footer className="foot">
          <Button kind="main" onClick={() => void app.applying.arrive(screen)}>
            {t('act.retry')}
          </Button>
        </footer>
      )}
    </>
  )
}

const Shown = ({ screen }: { screen: ApplyingScreen }) => {
  const application = useApplyingState((state) => state.application)
  const administrator = useApplyingState((state) => state.administrator)
  const choices = useApplyingState((state) => state.choices)
  const coming = <Coming screen={screen} />
  switch (screen.at) {
    case 'find-company':
      return <FindScreen />
    case 'applications':
      return <ApplicationList />
    case 'claim':
      return <CompanyStep isBegun={false} />
    case 'join':
      return administrator ? <JoinScreen creditCode={screen.creditCode} administrator={administrator} /> : coming
    case 'application':
      return application ? <ApplicationScreen application={application} /> : coming
    case 'application-step':
      if (application === null) return coming
      if (screen.step === 'company') return <CompanyStep isBegun />
      if (screen.step === 'form') return <FormStep application={application} />
      return choices ? <CertificateStep application={application} choices={choices} /> : coming
  }
}

/** Applying for certificates, and what has become of it. */
export const ApplyingArea = ({ screen }: { screen: ApplyingScreen }) => {
  const app = useApp()
  useEffect(() => void app.applying.arrive(screen), [app, screen])
  return <Shown screen={screen} />
}
