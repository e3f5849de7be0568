import { useTranslation } from 'react-i18next'
import { LANGUAGES } from '#resources/kit/i18n.ts'
import { AccountEntry } from '../account/account-entry.tsx'
import { ApplyingEntries } from '../applying/applying-entries.tsx'
import { useApp, useAppState } from '../app/context.tsx'
import { CompanyEntry } from '../company/company-entry.tsx'
import { KeepingNote } from '../home/keeping-note.tsx'
import { LANGUAGE_NAMES } from '../i18n.ts'
import { LinkRow } from '../kit/list.tsx'
import { TabBar } from '../kit/tab-bar.tsx'
import { MessagesEntry } from '../messages/messages-entry.tsx'
import { OrdersEntries } from '../orders/orders-entries.tsx'
import { computersIn } from './computers.ts'
import './me-screen.css'

const LanguageChoice = () => {
  const { t } = useTranslation()
  const app = useApp()
  const language = useAppState((state) => state.language)
  return (
    <fieldset className="me-languages">
      <legend className="section">{t('me.language')}</legend>
      {LANGUAGES.map((choice) => (
        <label key={choice} lang={choice}>
          <input type="radio" name="language" checked={choice === language} onChange={() => void app.speak(choice)} />
          {LANGUAGE_NAMES[choice]}
        </label>
      ))}
    </fieldset>
  )
}

export const MeScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const current = useAppState((state) => state.current)
  const history = useAppState((state) => state.history)
  const isPersistent = useAppState((state) => state.isPersistent)
  return (
    <>
      <header className="heading">
        <h1>{t('tabs.me')}</h1>
      </header>
      <main className="scroll">
        {current && (
          <dl className="facts">
            <dt>{t('fact.person')}</dt>
            <dd>{current.person}</dd>
            <dt>{t('fact.company')}</dt>
            <dd>{current.company}</dd>
            <dt>{t('fact.device')}</dt>
            <dd>{current.device}</dd>
            {isPersistent === true && (
              <>
                <dt>{t('fact.storage')}</dt>
                <dd>{t('keep.persistent')}</dd>
              </>
            )}
          </dl>
        )}
        <ul className="me-list">
          <AccountEntry />
          <MessagesEntry />
          <ApplyingEntries />
          <CompanyEntry />
          <OrdersEntries />
        </ul>
        <LanguageChoice />
        <ul className="me-list">
          <LinkRow
            icon="history"
            title={t('history.title')}
            note={history.length === 0 ? t('history.empty') : t('me.computers', { count: computersIn(history).length })}
            onOpen={() => app.open({ at: 'history' })}
          />
          <LinkRow
            icon="question"
            title={t('help.title')}
            note={t('help.lead')}
            onOpen={() => app.open({ at: 'help' })}
          />
        </ul>
        <div className="me-notes">
          <KeepingNote />
        </div>
        <p className="small quiet me-about">
          {t('me.about')}
          <br />
          {t('me.server', { address: location.host })}
        </p>
      </main>
      <TabBar here="me" />
    </>
  )
}
