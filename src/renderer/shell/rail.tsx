import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { go } from '../app/projects.ts'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import './rail.css'

type Place = 'home' | 'decrypt' | 'verify' | 'settings'

const above: readonly (readonly [Place, IconName])[] = [
  ['home', 'folder'],
  ['decrypt', 'open'],
  ['verify', 'shield'],
]

export const Rail = () => {
  const { t } = useTranslation()
  const app = useApp()
  const here = useAppState((state) => state.screen)
  const entry = (place: Place, icon: IconName) => (
    <button
      key={place}
      type="button"
      className="rail-entry"
      {...(here === place ? { 'aria-current': 'page' } : {})}
      onClick={() => go(app, place)}
    >
      <Icon name={icon} size={18} />
      {t(`rail.${place}`)}
    </button>
  )
  return (
    <nav className="rail" aria-label={t('rail.name')}>
      {above.map(([place, icon]) => entry(place, icon))}
      <div className="grow" />
      {entry('settings', 'settings')}
    </nav>
  )
}
