import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { BidderView, CertificateView, ProjectView } from '#ipc/views'
import { useApp } from '../../app/context.tsx'
import { startJob } from '../../app/jobs.ts'
import { changeTender, goToStep } from '../../app/projects.ts'
import { toast } from '../../app/app.ts'
import { dayAndTime } from '../../format/time.ts'
import { day } from '#resources/kit/time.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { SealImage } from '../../kit/seal-image.tsx'
import { draftOf, readDraft, type Problem, type TenderDraft } from '../../project/tender-form.ts'
import { TenderInputs } from '../../project/tender-inputs.tsx'
import './tender-step.css'

const EditTenderDialog = ({ project, onClose }: { project: ProjectView; onClose: () => void }) => {
  const { t } = useTranslation()
  const app = useApp()
  const form = useId()
  const [draft, setDraft] = useState(() => draftOf(project))
  const [problems, setProblems] = useState<Partial<Record<keyof TenderDraft, Problem>>>({})
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const read = readDraft(draft, app.now())
    if ('problems' in read) setProblems(read.problems)
    else if (await changeTender(app, project.id, read.fields)) {
      onClose()
      toast(app, t('toast.saved'))
    }
  }
  return (
    <Dialog
      title={t('tender.edit')}
      width={600}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button kind="main" type="submit" form={form}>
            {t('act.save')}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void save(event)}>
        <TenderInputs
          draft={draft}
          problems={problems}
          onChange={(changed) => {
            setDraft(changed)
            setProblems({})
          }}
        />
      </form>
    </Dialog>
  )
}

const Certificate = ({ certificate }: { certificate: CertificateView }) => {
  const { t } = useTranslation()
  return (
    <li>
      <Icon name={certificate.usage === 'sign' ? 'certificate' : 'lock'} />
      <div>
        {t(`certificate.${certificate.usage}`)}
        <div className="small quiet">{t('pairing.certificate-until', { day: day(certificate.notAfter) })}</div>
        <div className="mono quiet selectable">{certificate.serial}</div>
      </div>
    </li>
  )
}

const Bidder = ({ bidder }: { bidder: BidderView }) => {
  const { t } = useTranslation()
  return (
    <>
      <h3>{t('tender.certificates')}</h3>
      <p className="small quiet">{[bidder.person, bidder.device].join(t('mark.comma'))}</p>
      <ul className="tender-certificates">
        <Certificate certificate={bidder.signing} />
        <Certificate certificate={bidder.encryption} />
      </ul>
      <h3>{t('seal.seals')}</h3>
      <ul className="tender-seals">
        {bidder.seals.map((seal) => (
          <li key={seal.id}>
            <SealImage seal={seal} size={56} />
            <div>
              {seal.name}
              <div className="small quiet">
                {t('tender.seal-size', { width: seal.width, height: seal.height, day: day(seal.validTo) })}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Step 1: what is being bid for, and who bids. */
export const TenderStep = ({ project }: { project: ProjectView }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const [editing, setEditing] = useState(false)
  const bidder = project.bidderDetails
  const company = bidder?.seals.find(({ kind }) => kind === 'company')
  const none = <span className="quiet">{t('tender.none')}</span>
  const readCertificate = () => void startJob(app, 'jobs.identify', { project: project.id })
  return (
    <div className="step-page">
      <main className="step-main scroll">
        <h1>{t('tender.title')}</h1>
        <p className="second">{t('tender.lead')}</p>
        <section className="tender-facts">
          <header>
            <h3 className="grow">{t('tender.facts')}</h3>
            <Button size="small" icon="edit" disabled={!project.writable} onClick={() => setEditing(true)}>
              {t('act.edit')}
            </Button>
          </header>
          <dl className="facts">
            <dt>{t('tender.name')}</dt>
            <dd>{project.tenderName}</dd>
            <dt>{t('tender.id')}</dt>
            <dd>{project.tenderId || none}</dd>
            <dt>{t('tender.lot')}</dt>
            <dd>{project.lot || none}</dd>
            <dt>{t('tender.tenderee')}</dt>
            <dd>{project.tenderee || none}</dd>
            <dt>{t('tender.opening')}</dt>
            <dd>{dayAndTime(project.openingTime, i18n.language)}</dd>
          </dl>
        </section>
        <section className="tender-facts">
          <header>
            <h3 className="grow">{t('fact.bidder')}</h3>
            {bidder && (
              <Button size="small" icon="scan" disabled={!project.writable} onClick={readCertificate}>
                {t('tender.read-again')}
              </Button>
            )}
          </header>
          {bidder ? (
            <div className="tender-bidder">
              {company && <SealImage seal={company} size={64} label={company.name} />}
              <div>
                <b>{bidder.company}</b>
                <span className="mono second selectable">{bidder.creditCode}</span>
                <span className="small quiet">{t('tender.pinned')}</span>
              </div>
            </div>
          ) : (
            <div className="tender-unknown">
              <Icon name="phone" size={32} />
              <div className="grow">
                <b>{t('tender.no-bidder')}</b>
                <p className="second">{t('tender.no-bidder.why')}</p>
              </div>
              <Button kind="act" size="large" icon="scan" disabled={!project.writable} onClick={readCertificate}>
                {t('tender.read')}
              </Button>
            </div>
          )}
        </section>
        <footer className="step-foot">
          <Button kind={bidder ? 'main' : 'plain'} size="large" onClick={() => goToStep(app, 2)}>
            {t('step.next', { step: t('step.2') })}
          </Button>
          {!bidder && <span className="small quiet">{t('tender.later')}</span>}
        </footer>
      </main>
      <aside className="step-side scroll tender-side">
        {bidder ? (
          <Bidder bidder={bidder} />
        ) : (
          <>
            <h3>{t('tender.how')}</h3>
            <ol className="tender-how">
              <li>{t('tender.how.1')}</li>
              <li>{t('tender.how.2')}</li>
              <li>{t('tender.how.3')}</li>
            </ol>
            <Button size="small" icon="phone" onClick={() => app.store.setState({ dialog: 'phone' })}>
              {t('tender.no-phone')}
            </Button>
          </>
        )}
      </aside>
      {editing && <EditTenderDialog project={project} onClose={() => setEditing(false)} />}
    </div>
  )
}
