import { useTranslation } from 'react-i18next'
import type { ErrorShape } from '#core/errors'
import { useApp } from '../app/context.tsx'
import type { CompanyScreen } from '../app/screen.ts'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'

/** What went wrong on a screen, and the way to have it again. */
export const Problem = ({ error, screen }: { error: ErrorShape; screen: CompanyScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <div className="company-problem">
      <FaultNote error={error} />
      <Button icon="refresh" onClick={() => void app.company.arrive(screen)}>
        {t('act.retry')}
      </Button>
    </div>
  )
}
