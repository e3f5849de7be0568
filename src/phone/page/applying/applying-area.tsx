import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { TopBar } from '../kit/top-bar.tsx'

/** Applying for certificates, and what has become of it. */
export const ApplyingArea = () => {
  const { t } = useTranslation()
  const app = useApp()
  return <TopBar title={t('certificates.apply')} leave={{ by: 'back', act: app.back }} />
}
