import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { TABS, type Tab } from '../app/screen.ts'
import './tab-bar.css'
import { Icon, type IconName } from '#resources/kit/icon.tsx'

const ICONS: Readonly<Record<Tab, IconName>> = { home: 'home', certificates: 'certificate', me: 'person' }

export const TabBar = ({ here }: { here: Tab }) => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <nav className="tab-bar" aria-label={t('tabs.name')}>
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          {...(tab === here ? { 'aria-current': 'page' } : {})}
          onClick={() => app.open({ at: tab })}
        >
          <Icon name={ICONS[tab]} size={22} />
          {t(`tabs.${tab}`)}
        </button>
      ))}
    </nav>
  )
}
