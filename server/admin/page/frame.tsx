import { useTranslation } from 'react-i18next'
import { LANGUAGES } from '#resources/kit/i18n.ts'
import { Icon, Mark } from '#resources/kit/icon.tsx'
import { Account } from './account.tsx'
import { Audit } from './audit.tsx'
import { Certificates } from './registers/certificates.tsx'
import { Companies } from './registers/companies.tsx'
import { useConsole, useConsoleState } from './context.tsx'
import { LANGUAGE_NAMES, speak } from './i18n.ts'
import { FaultNote } from './kit.tsx'
import { Invoices } from './ledger/invoices.tsx'
import { Entrance } from './entrance/entrance.tsx'
import { Officers } from './officers/officers.tsx'
import { Orders } from './ledger/orders.tsx'
import { Overview } from './overview.tsx'
import { People } from './registers/people.tsx'
import { waitingIn } from './review/queue.tsx'
import { Review } from './review/review.tsx'
import { Seals } from './registers/seals.tsx'
import { Settings } from './settings.tsx'
import { Statistics } from './statistics.tsx'
import { viewsOf, type View } from './views.ts'

const SCREENS: Readonly<Record<View, () => React.ReactNode>> = {
  overview: Overview,
  applications: Review,
  companies: Companies,
  people: People,
  certificates: Certificates,
  seals: Seals,
  orders: Orders,
  invoices: Invoices,
  statistics: Statistics,
  audit: Audit,
  settings: Settings,
  officers: Officers,
  account: Account,
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
  const queue = useConsoleState((state) => state.queue)
  const fault = useConsoleState((state) => state.fault)
  const isEntering = useConsoleState(({ recoveryCodes }) => recoveryCodes !== null) || session?.stage !== 'open'
  const Screen = SCREENS[view]
  return (
    <>
      <header className="title">
        <div className="brand">
          <Mark />
          <b>{t('console.brand')}</b>
          <span>{t('console.name')}</span>
        </div>
        {session && !isEntering && (
          <nav aria-label={t('console.nav')}>
            {viewsOf(session.roles).map((name) => (
              <button
                key={name}
                type="button"
                {...(name === view ? { 'aria-current': 'page' } : {})}
                onClick={() => void console.show(name)}
              >
                {t(`nav.${name}`)}
                {name === 'applications' && queue !== null && <small>{waitingIn(queue)}</small>}
              </button>
            ))}
          </nav>
        )}
        <span className="grow" />
        <LanguageChoice />
        {session && (
          <>
            <button
              type="button"
              className="button quiet"
              title={t('nav.account')}
              disabled={isEntering}
              {...(view === 'account' && !isEntering ? { 'aria-current': 'page' } : {})}
              onClick={() => void console.show('account')}
            >
              <Icon name="person" />
              {session.officer}
            </button>
            <button type="button" className="button quiet" onClick={() => void console.logout()}>
              {t('act.logout')}
            </button>
          </>
        )}
      </header>
      {session && !isEntering ? (
        <main className="screen">
          {fault && fault.code !== 'invalid-input' && (
            <FaultNote fault={fault}>
              <button type="button" className="button" onClick={() => void console.refresh()}>
                {t('act.retry')}
              </button>
            </FaultNote>
          )}
          <Screen />
        </main>
      ) : (
        <Entrance />
      )}
    </>
  )
}
