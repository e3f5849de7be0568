import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import type { LifecycleScreen } from '../app/screen.ts'
import { TopBar } from '../kit/top-bar.tsx'

/** The life of certificates: fetched, renewed, got back, given up. */
export const LifecycleArea = ({ screen }: { screen: LifecycleScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <TopBar
      title={t('tabs.certificates')}
      leave={{ by: 'back', act: screen.at === 'download' ? app.home : app.back }}
    />
  )
}
