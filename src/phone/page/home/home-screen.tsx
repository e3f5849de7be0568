import { useTranslation } from 'react-i18next'
import type { CredentialView } from '#agent/views'
import { useAccountState, useApp, useAppState } from '../app/context.tsx'
import { isLost } from '../certificates/lists.ts'
import { RecoverNote } from '../certificates/recover-note.tsx'
import { UnusableNote } from '../certificates/unusable-note.tsx'
import { useCertificates, useLook } from '../certificates/use-certificates.ts'
import { useOnline } from '../device/online.ts'
import { daysUntil } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { Icon, Mark } from '#resources/kit/icon.tsx'
import { LinkRow } from '../kit/list.tsx'
import { Note } from '../kit/note.tsx'
import { SealPicture } from '../kit/picture.tsx'
import { TabBar } from '../kit/tab-bar.tsx'
import { MessagesEntry } from '../messages/messages-entry.tsx'
import { useEntryTexts } from '../me/entry.tsx'
import './home-screen.css'
import { KeepingNote } from './keeping-note.tsx'

const Company = ({ credential, several }: { credential: CredentialView; several: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  const [seal] = credential.seals
  return (
    <section className="home-company" aria-label={t('home.current')}>
      {seal && <SealPicture seal={seal} size={60} label={t(`seal.${seal.kind}`)} />}
      <div className="grow">
        <h2 className="two-lines">{credential.company}</h2>
        <p className="small second row">
          <span className="clip">
            {credential.person}
            {t('mark.comma')}
            {credential.device}
          </span>
          {several && (
            <button type="button" className="link small" onClick={() => app.open({ at: 'certificates' })}>
              {t('home.switch')}
            </button>
          )}
        </p>
      </div>
    </section>
  )
}

/** From a certificate that is of no use any more to one that is, or to getting it back. */
const Another = () => {
  const { t } = useTranslation()
  const app = useApp()
  const isHere = useAppState(({ credentials }) => credentials.some(({ state }) => state === 'in-force'))
  const current = useAppState((state) => state.current)
  const lost = useCertificates().find((certificate) => certificate.id === current?.id && isLost(certificate))
  if (lost)
    return (
      <Button kind="small" onClick={() => app.open({ at: 'recover', credential: lost.id })}>
        {t('recover.title')}
      </Button>
    )
  return (
    <Button kind="small" onClick={() => (isHere ? app.open({ at: 'certificates' }) : void app.startEnrolling())}>
      {t(isHere ? 'certificates.another' : 'certificates.apply')}
    </Button>
  )
}

const Scan = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <button type="button" className="home-scan" onClick={() => app.open({ at: 'scan' })}>
      <Icon name="scan" size={44} />
      <span>
        <b>{t('home.scan')}</b>
        <span>{t('home.scan.why')}</span>
      </span>
    </button>
  )
}

/** What to do first. */
const NoCertificate = () => {
  const { t } = useTranslation()
  const app = useApp()
  const account = useAccountState((state) => state.account)
  return (
    <section className="home-empty">
      <Icon name="certificate" size={44} />
      <h2>{t('home.empty')}</h2>
      <p className="second">{t('home.empty.why')}</p>
      <Button kind="main" onClick={() => app.open({ at: 'find-company' })}>
        {t('apply.begin')}
      </Button>
      <Button onClick={() => void app.startEnrolling()}>{t('certificates.apply')}</Button>
      <p className="small quiet">{t('home.demo')}</p>
      {account === null ? (
        <button type="button" className="link" onClick={() => app.open({ at: 'account', page: 'login' })}>
          {t('account.enter')}
        </button>
      ) : (
        <ul className="home-messages">
          <MessagesEntry />
        </ul>
      )}
      <button type="button" className="link" onClick={() => app.open({ at: 'help' })}>
        {t('help.title')}
      </button>
    </section>
  )
}

/** How many certificates are of use, and which end soon. */
const useCertificateLine = (): string => {
  const { t } = useTranslation()
  const credentials = useAppState((state) => state.credentials)
  const now = useNow()
  const inForce = credentials.filter(({ state }) => state === 'in-force')
  const [next] = inForce.map(({ notAfter }) => daysUntil(notAfter, now)).sort((one, other) => one - other)
  const count = t('home.certificates', { count: inForce.length })
  return next === undefined ? count : `${count}${t('mark.comma')}${t('home.certificates.next', { count: next })}`
}

const Overview = () => {
  const { t } = useTranslation()
  const app = useApp()
  const history = useAppState((state) => state.history)
  const certificates = useCertificateLine()
  const { line } = useEntryTexts()
  const [latest] = history
  return (
    <ul className="home-list">
      <MessagesEntry />
      <LinkRow
        icon="certificate"
        title={t('tabs.certificates')}
        note={certificates}
        onOpen={() => app.open({ at: 'certificates' })}
      />
      <LinkRow
        icon="history"
        title={t('history.title')}
        note={latest ? line(latest) : t('history.empty')}
        onOpen={() => app.open({ at: 'history' })}
      />
      <LinkRow icon="question" title={t('help.title')} note={t('help.lead')} onOpen={() => app.open({ at: 'help' })} />
    </ul>
  )
}

export const HomeScreen = () => {
  const { t } = useTranslation()
  const current = useAppState((state) => state.current)
  const isOnline = useOnline()
  const several = useAppState((state) => state.credentials.length > 1)
  useLook()
  return (
    <>
      <header className="home-top">
        <Mark size={26} />
        <h1>{t('app.name')}</h1>
      </header>
      <main className="scroll">
        {!isOnline && (
          <Note tone="warn" icon="alert" title={t('offline.title')}>
            {t('offline.why')}
          </Note>
        )}
        <RecoverNote />
        {current === null ? (
          <NoCertificate />
        ) : (
          <>
            <Company credential={current} several={several} />
            <UnusableNote credential={current} action={<Another />} />
            {current.state !== 'locked' && <Scan />}
            <Overview />
          </>
        )}
        <KeepingNote />
      </main>
      <TabBar here="home" />
    </>
  )
}
