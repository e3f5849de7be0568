import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { day } from '#resources/kit/time.ts'
import { Button } from '../kit/button.tsx'
import { SealPicture } from '../kit/picture.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './certificate-screen.css'
import { LockedActs } from './locked-acts.tsx'
import { StateTag } from './state-tag.tsx'
import { UnusableNote } from './unusable-note.tsx'

const GROUP = /.{1,8}/g

/** A long number that may be broken after every eighth digit. */
const InGroups = ({ text }: { text: string }) =>
  text.match(GROUP)?.map((group, index) => (
    <Fragment key={index}>
      {group}
      <wbr />
    </Fragment>
  ))

/** All that a certificate says. */
export const CertificateScreen = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const credential = useAppState((state) => state.credentials.find((one) => one.id === id))
  if (!credential) return <TopBar title={t('certificate.title')} leave={{ by: 'back', act: app.home }} />
  return (
    <>
      <TopBar title={t('certificate.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <h2 className="certificate-name">{credential.company}</h2>
        <div className="row certificate-state">
          <StateTag credential={credential} />
        </div>
        <UnusableNote credential={credential} />
        <dl className="facts">
          <dt>{t('fact.code')}</dt>
          <dd className="mono">{credential.creditCode}</dd>
          <dt>{t('fact.person')}</dt>
          <dd>{credential.person}</dd>
          <dt>{t('fact.device')}</dt>
          <dd>{credential.device}</dd>
          <dt>{t('fact.term')}</dt>
          <dd>{t('term', { from: day(credential.notBefore), until: day(credential.notAfter) })}</dd>
          <dt>{t('fact.serial')}</dt>
          <dd className="mono">
            <InGroups text={credential.serial} />
          </dd>
        </dl>
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
            </li>
          ))}
        </ul>
      </main>
      {credential.state === 'locked' ? (
        <LockedActs />
      ) : (
        <footer className="foot">
          <Button icon="lock" onClick={() => app.open({ at: 'change-pin', credential: id })}>
            {t('change-pin.title')}
          </Button>
        </footer>
      )}
    </>
  )
}
