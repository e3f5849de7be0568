import { useTranslation } from 'react-i18next'
import type { CredentialView } from '#agent/views'
import { useApp, useAppState } from '../app/context.tsx'
import { daysUntil } from '../format/time.ts'
import { day } from '#resources/kit/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { SealPicture } from '../kit/picture.tsx'
import { TabBar } from '../kit/tab-bar.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import './certificates-screen.css'
import { StateTag } from './state-tag.tsx'

const Card = ({
  credential,
  isCurrent,
  isOnly,
}: {
  credential: CredentialView
  isCurrent: boolean
  isOnly: boolean
}) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const [seal] = credential.seals
  return (
    <section className="certificate-card" aria-label={credential.company}>
      <div className="certificate-head">
        {seal && <SealPicture seal={seal} size={44} />}
        <div className="grow">
          <h2 className="two-lines">{credential.company}</h2>
          <span className="mono second">{credential.creditCode}</span>
        </div>
      </div>
      <div className="certificate-tags">
        <Tag>{t('certificate.sign')}</Tag>
        <Tag>{t('certificate.encrypt')}</Tag>
        <StateTag credential={credential} />
        {isCurrent && !isOnly && <Tag icon="check">{t('certificates.current')}</Tag>}
      </div>
      <dl className="certificate-facts">
        <dt>{t('fact.person')}</dt>
        <dd>
          {credential.person}
          {t('mark.comma')}
          {credential.device}
        </dd>
        <dt>{t('fact.seals')}</dt>
        <dd>{credential.seals.map(({ kind }) => t(`seal.${kind}`)).join(t('mark.comma'))}</dd>
        <dt>{t('fact.term')}</dt>
        <dd>
          {t('certificates.until', { day: day(credential.notAfter), count: daysUntil(credential.notAfter, now) })}
        </dd>
      </dl>
      <div className="certificate-acts">
        <span className="grow" />
        {!isCurrent && credential.state === 'in-force' && (
          <Button kind="small" onClick={() => void app.choose(credential.id)}>
            {t('certificates.choose')}
          </Button>
        )}
        <Button kind="small" onClick={() => app.open({ at: 'certificate', credential: credential.id })}>
          {t('certificates.details')}
        </Button>
      </div>
    </section>
  )
}

export const CertificatesScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const credentials = useAppState((state) => state.credentials)
  const current = useAppState((state) => state.current)
  return (
    <>
      <header className="heading">
        <h1>{t('tabs.certificates')}</h1>
        <Button kind="small" icon="add" onClick={() => void app.startEnrolling()}>
          {t('certificates.apply')}
        </Button>
      </header>
      <main className="scroll">
        {credentials.length === 0 ? (
          <>
            <p>{t('home.empty')}</p>
            <p className="second">{t('home.empty.why')}</p>
          </>
        ) : (
          credentials.map((credential) => (
            <Card
              key={credential.id}
              credential={credential}
              isCurrent={credential.id === current?.id}
              isOnly={credentials.length === 1}
            />
          ))
        )}
      </main>
      <TabBar here="certificates" />
    </>
  )
}
