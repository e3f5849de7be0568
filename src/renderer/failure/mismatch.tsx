import { useTranslation } from 'react-i18next'
import type { CertificateView } from '#ipc/views'
import { day } from '#resources/kit/time.ts'
import { Icon } from '#resources/kit/icon.tsx'
import './mismatch.css'

interface SideProps {
  readonly certificate: CertificateView
  readonly other: CertificateView
  readonly scanned: boolean
  readonly title: string
}

const Side = ({ certificate, other, scanned, title }: SideProps) => {
  const { t } = useTranslation()
  const marked = (value: string, same: boolean) => (scanned && !same ? <mark>{value}</mark> : value)
  return (
    <div>
      <h3 className={scanned ? 'bad' : ''}>
        <Icon name={scanned ? 'failed' : 'certificate'} />
        {title}
      </h3>
      <b>{t('mismatch.phone', { person: certificate.person })}</b>
      <dl className="facts">
        <dt>{t('fact.company')}</dt>
        <dd>{marked(certificate.company, certificate.company === other.company)}</dd>
        <dt>{t('fact.serial')}</dt>
        <dd className="mono">{marked(certificate.serial, certificate.serial === other.serial)}</dd>
        <dt>{t('fact.term')}</dt>
        <dd>{t('mismatch.term', { from: day(certificate.notBefore), to: day(certificate.notAfter) })}</dd>
      </dl>
    </div>
  )
}

interface MismatchProps {
  readonly needed: CertificateView
  readonly scanned: CertificateView
  /** What needs the one certificate. */
  readonly title: string
}

/** The certificate that is needed beside the one that was scanned; what differs is marked. */
export const Mismatch = ({ needed, scanned, title }: MismatchProps) => {
  const { t } = useTranslation()
  return (
    <div className="mismatch">
      <Side certificate={needed} other={scanned} scanned={false} title={title} />
      <Side certificate={scanned} other={needed} scanned title={t('mismatch.scanned')} />
    </div>
  )
}
