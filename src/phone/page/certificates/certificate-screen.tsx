import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { CredentialView } from '#agent/views'
import { Tag } from '#resources/kit/tag.tsx'
import { day } from '#resources/kit/time.ts'
import { useApp, useLifecycleState } from '../app/context.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { SealPicture } from '../kit/picture.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { CertificateActs, CertificateFoot } from './certificate-acts.tsx'
import './certificate-screen.css'
import { isLost, type Certificate } from './lists.ts'
import { LockedActs } from './locked-acts.tsx'
import { StateTag } from './state-tag.tsx'
import { TagEditor } from './tag-editor.tsx'
import { UnusableNote } from './unusable-note.tsx'
import { useCertificates, useLook } from './use-certificates.ts'

const GROUP = /.{1,8}/g

/** A long number that may be broken after every eighth digit. */
const InGroups = ({ text }: { text: string }) =>
  text.match(GROUP)?.map((group, index) => (
    <Fragment key={index}>
      {group}
      <wbr />
    </Fragment>
  ))

const Facts = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const { creditCode, person, notBefore, notAfter, credential, holding } = certificate
  const signing = credential?.serial ?? holding?.signing ?? ''
  return (
    <dl className="facts">
      <dt>{t('fact.code')}</dt>
      <dd className="mono">{creditCode}</dd>
      <dt>{t('fact.person')}</dt>
      <dd>{person}</dd>
      {holding !== null && (
        <>
          <dt>{t('fact.organisation')}</dt>
          <dd>{holding.organisation.name}</dd>
        </>
      )}
      <dt>{t('fact.term')}</dt>
      <dd>{t('term', { from: day(notBefore), until: day(notAfter) })}</dd>
      <dt>{t('fact.key')}</dt>
      <dd>{credential === null ? t('fact.key.elsewhere') : t('fact.key.here', { device: credential.device })}</dd>
      <dt>{t('fact.serial')}</dt>
      <dd className="mono">
        <InGroups text={signing} />
      </dd>
      {holding !== null && (
        <>
          <dt>{t('fact.serial.encryption')}</dt>
          <dd className="mono">
            <InGroups text={holding.encryption} />
          </dd>
        </>
      )}
      {holding !== null && holding.revokedAt !== null && (
        <>
          <dt>{t('fact.revoked')}</dt>
          <dd>{day(holding.revokedAt)}</dd>
        </>
      )}
    </dl>
  )
}

const Seals = ({ credential }: { credential: CredentialView }) => {
  const { t } = useTranslation()
  return (
    <>
      <h3 className="section">{t('fact.seals')}</h3>
      <ul className="certificate-seals">
        {credential.seals.map((seal, index) => (
          <li key={index}>
            <SealPicture
              seal={seal}
              size={120}
              label={t('seal.of', { company: credential.company, kind: t(`seal.${seal.kind}`) })}
            />
            <b>{t(`seal.${seal.kind}`)}</b>
            <span className="small quiet">{t('seal.size', { width: seal.width, height: seal.height })}</span>
            <span className="small quiet">{t('seal.until', { day: day(seal.until) })}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** All that a certificate says, and what can be done with it. */
export const CertificateScreen = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const error = useLifecycleState((state) => state.error)
  const certificate = useCertificates().find((one) => one.id === id)
  useLook()
  if (!certificate) return <TopBar title={t('certificate.title')} leave={{ by: 'back', act: app.home }} />
  const { company, credential, holding, state } = certificate
  return (
    <>
      <TopBar title={t('certificate.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <h2 className="certificate-name">{company}</h2>
        <div className="row certificate-state">
          <StateTag certificate={certificate} />
          {credential === null && <Tag icon="phone">{t('certificate.elsewhere')}</Tag>}
        </div>
        {error && <FaultNote error={error} />}
        {credential && (
          <UnusableNote credential={{ ...credential, state: state === 'revoked' ? state : credential.state }} />
        )}
        <Facts certificate={certificate} />
        {holding && <TagEditor holding={holding} />}
        {credential && credential.seals.length > 0 && <Seals credential={credential} />}
        <CertificateActs certificate={certificate} />
      </main>
      {credential?.state === 'locked' && !isLost(certificate) ? (
        <LockedActs />
      ) : (
        <CertificateFoot certificate={certificate} />
      )}
    </>
  )
}
