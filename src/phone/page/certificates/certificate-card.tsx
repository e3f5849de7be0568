import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import { day } from '#resources/kit/time.ts'
import { useApp, useAppState } from '../app/context.tsx'
import { daysUntil } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { SealPicture } from '../kit/picture.tsx'
import { isLost, type Certificate } from './lists.ts'
import { StateTag } from './state-tag.tsx'

/** The company's seal, or a mark where the phone has none. */
const Head = ({ certificate: { company, creditCode, credential } }: { certificate: Certificate }) => {
  const [seal] = credential?.seals ?? []
  return (
    <div className="certificate-head">
      {seal ? (
        <SealPicture seal={seal} size={44} />
      ) : (
        <span className="certificate-mark">
          <Icon name="certificate" size={22} />
        </span>
      )}
      <div className="grow">
        <h2 className="two-lines">{company}</h2>
        <span className="mono second">{creditCode}</span>
      </div>
    </div>
  )
}

const Tags = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const isCurrent = useAppState(
    ({ current, credentials }) =>
      current?.id === certificate.id && credentials.length > 1 && certificate.state === 'in-force',
  )
  return (
    <div className="certificate-tags">
      <Tag>{t('certificate.sign')}</Tag>
      <Tag>{t('certificate.encrypt')}</Tag>
      <StateTag certificate={certificate} />
      {certificate.credential === null && <Tag icon="phone">{t('certificate.elsewhere')}</Tag>}
      {isCurrent && <Tag icon="check">{t('certificates.current')}</Tag>}
      {certificate.holding?.tags.map((tag) => (
        <Tag key={tag} icon="tag">
          {tag}
        </Tag>
      ))}
    </div>
  )
}

const Facts = ({ certificate: { person, credential, notAfter, state } }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <dl className="certificate-facts">
      <dt>{t('fact.person')}</dt>
      <dd>{credential === null ? person : [person, credential.device].join(t('mark.comma'))}</dd>
      {credential !== null && (
        <>
          <dt>{t('fact.seals')}</dt>
          <dd>{credential.seals.map(({ kind }) => t(`seal.${kind}`)).join(t('mark.comma'))}</dd>
        </>
      )}
      <dt>{t('fact.term')}</dt>
      <dd>
        {state === 'in-force'
          ? t('certificates.until', { day: day(notAfter), count: daysUntil(notAfter, now) })
          : t('certificates.until.short', { day: day(notAfter) })}
      </dd>
    </dl>
  )
}

/** What is done next with a pair, if there is anything. */
const NextAct = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isCurrent = useAppState(({ current }) => current?.id === certificate.id)
  const { id, credential, holding, state } = certificate
  if (isLost(certificate))
    return (
      <Button kind="small main" onClick={() => app.open({ at: 'recover', credential: id })}>
        {t('recover.go')}
      </Button>
    )
  if (holding?.isRenewable)
    return (
      <Button kind="small main" onClick={() => app.open({ at: 'renew', credential: id })}>
        {t(state === 'in-force' ? 'renew.go' : 'renew.again')}
      </Button>
    )
  if (credential?.state === 'in-force' && !isCurrent)
    return (
      <Button kind="small" onClick={() => void app.choose(id)}>
        {t('certificates.choose')}
      </Button>
    )
  return null
}

/** A pair of certificates in a list. */
export const CertificateCard = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { id, company, holding, state } = certificate
  return (
    <section className="certificate-card" aria-label={company}>
      <Head certificate={certificate} />
      <Tags certificate={certificate} />
      <Facts certificate={certificate} />
      <div className="certificate-acts">
        <span className="small second grow">{holding?.isRenewable && state === 'in-force' && t('renew.keeps')}</span>
        <Button kind="small" onClick={() => app.open({ at: 'certificate', credential: id })}>
          {t('certificates.details')}
        </Button>
        <NextAct certificate={certificate} />
      </div>
    </section>
  )
}
