import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Icon, Mark } from '#resources/kit/icon.tsx'
import './title-bar.css'

const acts = ['minimise', 'maximise', 'close'] as const

/** The window's own buttons; a browser has its own. As on other windows, Tab passes them by: the system has keys for them. */
export const WindowButtons = () => {
  const { t } = useTranslation()
  const { shell } = useApp()
  if (shell.kind === 'browser') return null
  return (
    <div className="window-buttons">
      {acts.map((act) => (
        <button key={act} type="button" tabIndex={-1} aria-label={t(`window.${act}`)} onClick={() => shell.window(act)}>
          <Icon name={act} />
        </button>
      ))}
    </div>
  )
}

export const TitleBar = () => {
  const { t } = useTranslation()
  return (
    <header className="title-bar">
      <div className="brand">
        <Mark />
        <b>{t('app.name')}</b>
        <span className="small quiet">{t('app.second-name')}</span>
      </div>
      <div className="grow" />
      <WindowButtons />
    </header>
  )
}
