import { useTranslation } from 'react-i18next'
import { LANGUAGES } from '#resources/kit/i18n.ts'
import { Icon, Mark } from '#resources/kit/icon.tsx'
import { Audit } from './audit.tsx'
import { Certificates } from './certificates.tsx'
import { Companies } from './companies.tsx'
import { useConsole, useConsoleState } from './context.tsx'
import { LANGUAGE_NAMES, speak } from './i18n.ts'
import { FaultNote } from './kit.tsx'
import { Login } from './login.tsx'
import { Overview } from './overview.tsx'
import { VIEWS, type View } from './state.ts'

const SCREENS: Readonly<Record<View, () => React.ReactNode>> = {
  overview: Overview,
  companies: Companies,
  certificates: Certificates,
  audit: Audit,
}

const LanguageChoice = () => {
  const { i18n } = useTranslation()
  return LANGUAGES.filter((language) => language !== i18n.language).map((language) => (
    <button key={language} type="button" className="button quiet" lang={language} onClick={() => void speak(language)}>
      {LANGUAGE_NAMES[language]}
    </button>
  ))
}

/** Title bar with the screens, and the screen that was chosen. */
export const Frame = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const session = useConsoleState((state) => state.session)
  const view = useConsoleState((state) => state.view)
  const fault = useConsoleState((state) => state.fault)
  const Screen = SCREENS[view]
  return (
    <>
      <header className="title">
        <div className="brand">
          <Mark />
          <b>{t('console.brand')}</b>
          <span>{t('console.name')}</span>
        </div>
        {session && (
          <nav aria-label={t('console.nav')}>
            {VIEWS.map((name) => (
              <button
                key={name}
                type="button"
                {...(name === view ? { 'aria-current': 'page' } : {})}
                onClick={() => void console.show(name)}
              >
                {t(`nav.${name}`)}
              </button>
            ))}
          </nav>
        )}
        <span className="grow" />
        <LanguageChoice />
        {session && (
          <>
            <span className="row second">
              <Icon name="person" />
              {session.officer}
            </span>
            <button type="button" className="button quiet" onClick={() => void console.logout()}>
              {t('act.logout')}
            </button>
          </>
        )}
      </header>
      {session ? (
        <main className="screen">
          {fault && (
            <FaultNote fault={fault}>
              <button type="button" className="button" onClick={() => void console.refresh()}>
                {t('act.retry')}
              </button>
            </FaultNote>
          )}
          <Screen />
        </main>
      ) : (
        <Login />
      )}
    </>
  )
}
