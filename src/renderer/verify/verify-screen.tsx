import { useTranslation } from 'react-i18next'
import type { SignatureReport, VerifyReport } from '#ipc/views'
import { useApp, useAppState } from '../app/context.tsx'
import { exportReport, pickToVerify } from '../app/files.ts'
import { lotName } from '../format/lot.ts'
import { count, size } from '../format/quantity.ts'
import { dayAndTime } from '../format/time.ts'
import { clock, day } from '#resources/kit/time.ts'
import { Button } from '../kit/button.tsx'
import { FileBadge } from '../kit/file-badge.tsx'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import { SealImage } from '../kit/seal-image.tsx'
import { Tag, type Tone } from '#resources/kit/tag.tsx'
import { BidSeal } from './bid-seal.tsx'
import './verify-screen.css'

const looks: Record<VerifyReport['verdict'], readonly [Tone, IconName]> = {
  valid: ['good', 'checked'],
  'valid-but-changed': ['warn', 'alert'],
  invalid: ['bad', 'failed'],
  unknown: ['warn', 'question'],
  unsigned: ['plain', 'info'],
}

type Answer = 'yes' | 'no' | 'unknown'
const answers: Record<Answer, readonly [string, IconName]> = {
  yes: ['good', 'check'],
  no: ['bad', 'close'],
  unknown: ['warn', 'question'],
}

const stamps = { counted: 'yes', unknown: 'unknown', invalid: 'no' } as const

const Point = ({ answer, children }: { answer: Answer; children: string }) => {
  const [tone, icon] = answers[answer]
  return (
    <li>
      <span className={tone}>
        <Icon name={icon} size={14} />
      </span>
      {children}
    </li>
  )
}

/** When a certificate was revoked that was good when it was signed with. */
const revokedLaterOf = ({ revocation, revokedAt }: SignatureReport): string | null =>
  revocation === 'good' ? revokedAt : null

const Signature = ({ signature, number }: { signature: SignatureReport; number: number }) => {
  const { t, i18n } = useTranslation()
  const { signer, seal, verdict, reason, timestamp } = signature
  const revokedLater = revokedLaterOf(signature)
  const [tone, icon] = looks[verdict]
  const chain: Answer = signature.chain === 'valid' ? 'yes' : signature.chain === 'invalid' ? 'no' : 'unknown'
  const revocation: Answer =
    signature.revocation === 'good' ? 'yes' : signature.revocation === 'revoked' ? 'no' : 'unknown'
  const record: Answer =
    signature.sealRecord === 'valid' ? 'yes' : signature.sealRecord === 'invalid' ? 'no' : 'unknown'
  return (
    <li className="signature">
      <div className="signature-seal">
        {seal ? <SealImage seal={seal} size={72} label={seal.name} /> : <Icon name="certificate" size={40} />}
      </div>
      <div className="signature-text">
        <header>
          <b className="clip" title={signer?.company}>
            {signer?.company ?? t('verify.no-signer')}
          </b>
          <Tag tone={tone} icon={icon}>
            {t(`verdict.${verdict}`)}
          </Tag>
          <span className="grow" />
          <span className="small quiet">{t('verify.number', { number })}</span>
        </header>
        {reason && <p className="second">{t(`error.${reason.code}.body`)}</p>}
        <ul className="signature-points">
          <Point answer={signature.integrity ? 'yes' : 'no'}>
            {t(signature.integrity ? 'verify.intact' : 'verify.changed')}
          </Point>
          {signature.covered > 0 && (
            <Point answer={signature.coversWholeFile ? 'yes' : 'unknown'}>
              {signature.coversWholeFile ? t('verify.whole') : t('verify.part', { size: size(signature.covered) })}
            </Point>
          )}
          <Point answer={chain}>{t(`verify.chain.${signature.chain}`)}</Point>
          <Point answer={revocation}>
            {revokedLater
              ? t('verify.revocation.later', { time: dayAndTime(revokedLater, i18n.language) })
              : t(`verify.revocation.${signature.revocation}`)}
          </Point>
          {timestamp && <Point answer={stamps[timestamp.state]}>{t(`verify.timestamp.${timestamp.state}`)}</Point>}
          <Point answer={record}>{t(`verify.record.${signature.sealRecord}`)}</Point>
        </ul>
        <dl className="facts small">
          {signer && (
            <>
              <dt>{t('fact.signer')}</dt>
              <dd>
                {signer.person} <span className="mono quiet">{signer.serial}</span>
              </dd>
              <dt>{t('fact.term')}</dt>
              <dd>{t('mismatch.term', { from: day(signer.notBefore), to: day(signer.notAfter) })}</dd>
            </>
          )}
          {signature.signedAt && (
            <>
              <dt>{t('verify.claimed')}</dt>
              <dd>{t('verify.claimed.value', { time: dayAndTime(signature.signedAt, i18n.language) })}</dd>
            </>
          )}
          {signature.integrity && (
            <>
              <dt>{t('verify.timestamp')}</dt>
              <dd>
                {timestamp?.at
                  ? t('verify.timestamp.value', {
                      time: dayAndTime(timestamp.at, i18n.language),
                      authority: timestamp.authority,
                    })
                  : t('verify.timestamp.missing')}
              </dd>
            </>
          )}
          {signature.pages.length > 0 && (
            <>
              <dt>{t('verify.pages')}</dt>
              <dd>{t('verify.pages.value', { pages: signature.pages.map(count).join(t('mark.item')) })}</dd>
            </>
          )}
        </dl>
      </div>
    </li>
  )
}

const Report = ({ report }: { report: VerifyReport }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const [tone, icon] = looks[report.verdict]
  const { bid } = report
  const later = report.signatures.some((signature) => revokedLaterOf(signature) !== null)
  return (
    <>
      <div className="file-card">
        <FileBadge kind={report.kind} />
        <div>
          <b className="clip" title={report.path}>
            {report.name}
          </b>
          <span className="small quiet">
            {t('verify.checked', { size: size(report.size), time: clock(report.checkedAt) })}
          </span>
        </div>
        <Button icon="export" onClick={() => void exportReport(app)}>
          {t('verify.export')}
        </Button>
        <Button onClick={() => void pickToVerify(app)}>{t('decrypt.other')}</Button>
      </div>
      <div className={`verdict ${tone}`} role="status">
        <Icon name={icon} size={24} />
        <div>
          <h2>{t(`verdict.file.${report.verdict}`)}</h2>
          <p className="second">
            {report.verdict === 'valid' && bid?.seal.revokedAt
              ? t('verdict.file.valid.bid-later', { time: dayAndTime(bid.seal.revokedAt, i18n.language) })
              : t(
                  report.verdict === 'valid' && later
                    ? 'verdict.file.valid.later'
                    : `verdict.file.${report.verdict}.why`,
                )}
          </p>
        </div>
      </div>
      {bid && (
        <dl className="facts verify-bid">
          <dt>{t('pairing.project')}</dt>
          <dd>{[bid.tenderName, bid.lot && lotName(t, bid.lot)].filter(Boolean).join(t('mark.comma'))}</dd>
          <dt>{t('fact.bidder')}</dt>
          <dd>
            {bid.bidder} <span className="mono quiet">{bid.creditCode}</span>
          </dd>
          <dt>{t('tender.opening')}</dt>
          <dd>{dayAndTime(bid.openingTime, i18n.language)}</dd>
          <dt>{t('decrypt.seal')}</dt>
          <dd>
            <BidSeal seal={bid.seal} />
            {bid.seal.signer && t('verify.by', { company: bid.seal.signer.company })}
          </dd>
        </dl>
      )}
      <ol className="signatures">
        {report.signatures.map((signature, index) => (
          <Signature key={signature.field} signature={signature} number={index + 1} />
        ))}
      </ol>
    </>
  )
}

export const VerifyScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const report = useAppState((state) => state.report)
  const reading = useAppState((state) => state.reading)
  return (
    <main className="file-screen scroll">
      <h1>{t('rail.verify')}</h1>
      {report ? (
        <Report report={report} />
      ) : (
        <div className="file-drop">
          <span className="quiet">
            <Icon name="shield" size={40} />
          </span>
          <h2>{reading ? t('verify.reading', { name: reading.name }) : t('verify.empty')}</h2>
          <p className="second">{t('verify.empty.why')}</p>
          <Button
            kind="main"
            size="large"
            icon="folder"
            disabled={reading !== null}
            onClick={() => void pickToVerify(app)}
          >
            {t('act.choose-file')}
          </Button>
        </div>
      )}
    </main>
  )
}
