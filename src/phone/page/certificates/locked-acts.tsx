import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { isLost } from './lists.ts'
import { useCertificates } from './use-certificates.ts'

/** Where a certificate is locked: getting it back, else another one that is here already, else a new one; `otherwise` home. */
export const LockedActs = ({ otherwise }: { otherwise?: ReactNode }) => {
  const { t } = useTranslation()
  const app = useApp()
  const locked = useCertificates().find((certificate) => certificate.state === 'locked' && isLost(certificate))
  const hasAnother = useAppState(({ credentials }) => credentials.some(({ state }) => state === 'in-force'))
  const help = () => {
    app.leave()
    if (locked) app.open({ at: 'recover', credential: locked.id })
    else if (hasAnother) app.open({ at: 'certificates' })
    else void app.startEnrolling()
  }
  return (
    <footer className="foot two">
      {otherwise ?? <Button onClick={app.leave}>{t('act.to-home')}</Button>}
      <Button kind="main" onClick={help}>
        {t(locked ? 'recover.title' : hasAnother ? 'certificates.another' : 'certificates.apply')}
      </Button>
    </footer>
  )
}
