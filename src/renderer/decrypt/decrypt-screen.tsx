import { useTranslation } from 'react-i18next'
import type { BidFileView } from '#ipc/views'
import { useApp, useAppState } from '../app/context.tsx'
import { pickBid } from '../app/files.ts'
import { asksPhone, cancelJob, currentJob, startJob } from '../app/jobs.ts'
import { lotName } from '../format/lot.ts'
import { size } from '../format/quantity.ts'
import { dayAndTime } from '../format/time.ts'
import { day } from '#resources/kit/time.ts'
import { Button } from '../kit/button.tsx'
import { FileBadge } from '../kit/file-badge.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { Note } from '../kit/tag.tsx'
import { Path } from '../kit/path.tsx'
import { JobProgress } from '../pairing/job-progress.tsx'
import { BidSeal } from '../verify/bid-seal.tsx'
import './decrypt-screen.css'

const SUITES: { readonly [suite: number]: string } = { 1: 'AES-256-GCM，P-256' }

/** What the header says: nobody's key is needed for it. */
const Header = ({ bid }: { bid: BidFileView }) => {
  const { t, i18n } = useTranslation()
  const { seal } = bid
  const lot = bid.lot && lotName(t, bid.lot)
  return (
    <section className="bid-header">
      <h3>{t('decrypt.header')}</h3>
      <dl className="facts">
        <dt>{t('pairing.project')}</dt>
        <dd>{[bid.tenderName, lot].filter(Boolean).join(t('mark.comma'))}</dd>
        <dt>{t('fact.bidder')}</dt>
        <dd>
          {bid.bidder} <span className="mono quiet">{bid.creditCode}</span>
        </dd>
        <dt>{t('tender.opening')}</dt>
        <dd>{dayAndTime(bid.openingTime, i18n.language)}</dd>
        {bid.recipients.map((certificate) => (
          <div key={certificate.fingerprint} className="bid-recipient">
            <dt>{t('decrypt.needs')}</dt>
            <dd>
              {t('mismatch.phone', { person: certificate.person })}
              <span className="mono quiet">{certificate.serial}</span>
              <span className="quiet">{t('pairing.certificate-until', { day: day(certificate.notAfter) })}</span>
            </dd>
          </div>
        ))}
        <dt>{t('decrypt.suite')}</dt>
        <dd>
          {bid.suite}
          {SUITES[bid.suite] && t('decrypt.suite.name', { name: SUITES[bid.suite] })}
        </dd>
        <dt>{t('decrypt.seal')}</dt>
        <dd>
          <BidSeal seal={seal} />
        </dd>
      </dl>
    </section>
  )
}

const NoFile = () => {
  const { t } = useTranslation()
  const app = useApp()
  const reading = useAppState((state) => state.reading)
  return (
    <div className="file-drop">
      <span className="quiet">
        <Icon name="open" size={40} />
      </span>
      <h2>{reading ? t('decrypt.reading', { name: reading.name }) : t('decrypt.empty')}</h2>
      <p className="second">{t(reading ? 'decrypt.reading.why' : 'decrypt.empty.why')}</p>
      <Button kind="main" size="large" icon="folder" disabled={reading !== null} onClick={() => void pickBid(app)}>
        {t('act.choose-file')}
      </Button>
    </div>
  )
}

export const DecryptScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const bid = useAppState((state) => state.bid)
  const job = useAppState(currentJob)
  if (!bid) {
    return (
      <main className="file-screen">
        <h1>{t('rail.decrypt')}</h1>
        <NoFile />
      </main>
    )
  }

  const { file, folder, opened } = bid
  const running = job?.kind === 'open' && job.state === 'running' && !asksPhone(job) ? job : null
  const pickFolder = async () => {
    const picked = await app.shell.pickFolder(folder)
    if (picked) app.store.setState({ bid: { ...bid, folder: picked, opened: null } })
  }
  return (
    <main className="file-screen scroll">
      <h1>{t('rail.decrypt')}</h1>
      <div className="file-card">
        <FileBadge kind={file.kind} />
        <div>
          <b className="clip" title={file.path}>
            {file.name}
          </b>
          <span className="small quiet">
            {t('decrypt.made', { size: size(file.size), date: `${day(file.createdAt)}` })}
          </span>
        </div>
        <Button disabled={running !== null} onClick={() => void pickBid(app)}>
          {t('decrypt.other')}
        </Button>
      </div>
      <Header bid={file} />
      {file.seal.state !== 'valid' && (
        <div className="file-note">
          <Note tone={file.seal.state === 'invalid' ? 'bad' : 'warn'} icon="alert">
            {t(`decrypt.seal.${file.seal.state}.advice`)}
          </Note>
        </div>
      )}
      {running ? (
        <section className="file-part">
          <JobProgress job={running} />
          <div className="row file-acts">
            <Button size="large" onClick={() => void cancelJob(app, running.id)}>
              {t('act.cancel')}
            </Button>
            <span className="small quiet">{t('job.open.cancel')}</span>
          </div>
        </section>
      ) : opened ? (
        <section className="file-part file-opened" role="status">
          <span className="good">
            <Icon name="checked" size={24} />
          </span>
          <div className="grow">
            <b>{t('decrypt.done')}</b>
            <p className="second clip selectable" title={opened}>
              {opened}
            </p>
          </div>
          <Button kind="main" icon="folder" onClick={() => void app.shell.reveal(opened)}>
            {t('act.reveal')}
          </Button>
        </section>
      ) : (
        <section className="file-part">
          <div className="generate-folder">
            <span className="quiet">{t('decrypt.folder')}</span>
            <Path path={folder} />
            <Button size="small" icon="folder" onClick={() => void pickFolder()}>
              {t('act.change')}
            </Button>
          </div>
          <div className="row file-acts">
            <Button
              kind="act"
              size="large"
              icon="scan"
              disabled={folder === ''}
              onClick={() => void startJob(app, 'jobs.open', { path: file.path, folder })}
            >
              {t(file.kind === 'ebid' ? 'decrypt.go' : 'decrypt.unpack')}
            </Button>
            {file.kind === 'ebid' && (
              <Button size="large" icon="play" onClick={() => void startJob(app, 'jobs.rehearse', { path: file.path })}>
                {t('generate.rehearse')}
              </Button>
            )}
            <span className="small quiet">{t(file.kind === 'ebid' ? 'decrypt.how' : 'decrypt.unpack.how')}</span>
          </div>
        </section>
      )}
    </main>
  )
}
