import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CredentialView } from '#agent/views'
import { useApp } from '../app/context.tsx'
import { day } from '#resources/kit/time.ts'
import { Button } from '../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { SealPicture } from '../kit/picture.tsx'
import './enrol-result.css'

interface EnrolResultProps {
  readonly credential: CredentialView
  /** What else is good to know. */
  readonly children?: ReactNode
}

/** There is a certificate on this phone. */
export const EnrolResult = ({ credential, children }: EnrolResultProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const [seal] = credential.seals
  return (
    <>
      <main className="scroll enrol-result">
        {seal && (
          <SealPicture
            seal={seal}
            size={148}
            label={t('seal.of', { company: credential.company, kind: t(`seal.${seal.kind}`) })}
          />
        )}
        <div role="status">
          <h2>{t('enrol.done')}</h2>
        </div>
        <p className="second">{t('enrol.done.why')}</p>
        <dl className="facts">
          <dt>{t('fact.company')}</dt>
          <dd>{credential.company}</dd>
          <dt>{t('fact.code')}</dt>
          <dd className="mono">{credential.creditCode}</dd>
          <dt>{t('fact.person')}</dt>
          <dd>{credential.person}</dd>
          <dt>{t('fact.seals')}</dt>
          <dd>{credential.seals.map(({ kind }) => t(`seal.${kind}`)).join(t('mark.item'))}</dd>
          <dt>{t('fact.term')}</dt>
          <dd>{t('term', { from: day(credential.notBefore), until: day(credential.notAfter) })}</dd>
          <dt>{t('fact.check')}</dt>
          <dd className="row good">
            <Icon name="check" size={16} />
            {t('enrol.done.checked')}
          </dd>
        </dl>
        {children}
      </main>
      <footer className="foot">
        <Button kind="main" onClick={app.home}>
          {t('act.to-home')}
        </Button>
      </footer>
    </>
  )
}
