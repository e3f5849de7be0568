import { useTranslation } from 'react-i18next'
import type { JobView, PairingView, ProjectView } from '#ipc/views'
import { useTimeLeft } from '../app/clock.ts'
import { useApp, useAppState } from '../app/context.tsx'
import { cancelJob, showAgain } from '../app/jobs.ts'
import { abridged, count, size } from '../format/quantity.ts'
import { day } from '#resources/kit/time.ts'
import { lotName } from '../format/lot.ts'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { Ring } from '../kit/ring.tsx'
import { SealImage } from '../kit/seal-image.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import './pairing-dialog.css'
import { QrCode } from './qr-code.tsx'
import { minutesAndSeconds, progressOf, STAGES, stageOf } from './stages.ts'

const ROOM = 286
const SHOWN_DOCUMENTS = 3
/** Characters of a company's name that fill more than a line. */
const LONG = 16

/** The code, or who has scanned it, or why there is none. */
const Place = ({ pairing, project }: { pairing: PairingView; project: ProjectView | null }) => {
  const { t } = useTranslation()
  const { phone, qr, state } = pairing
  if (state === 'refused' || state === 'expired' || state === 'unreachable') {
    const reason = state === 'expired' && phone ? 'overdue' : state
    return (
      <div className="pairing-place pairing-off" role="alert">
        <span className={state === 'expired' ? 'warn' : 'bad'}>
          <Icon name={state === 'expired' ? 'clock' : 'failed'} size={32} />
        </span>
        <b>{t(`pairing.${reason}`)}</b>
        {pairing.reason !== null && (
          <p className="pairing-said">{t('pairing.refused.reason', { reason: pairing.reason })}</p>
        )}
        <p className="second">{t(`pairing.${reason}.why`)}</p>
      </div>
    )
  }
  if (phone) {
    const long = phone.company.length > LONG
    const seal = pairing.sameCompany ? project?.bidderDetails?.seals.find(({ kind }) => kind === 'company') : undefined
    return (
      <div className="pairing-place pairing-who">
        {seal ? (
          <SealImage seal={seal} size={long ? 64 : 104} />
        ) : (
          <span className="second">
            <Icon name="phone" size={64} />
          </span>
        )}
        <b className={long ? 'long' : ''} title={phone.company}>
          {phone.company}
        </b>
        <span className="mono second">{phone.creditCode}</span>
        {pairing.sameCompany !== null && (
          <Tag tone={pairing.sameCompany ? 'good' : 'bad'} icon={pairing.sameCompany ? 'check' : 'close'}>
            {t(pairing.sameCompany ? 'pairing.same' : 'pairing.other')}
          </Tag>
        )}
        <span className="grow" />
        <span className="small second pairing-person">{[phone.person, phone.device].join(t('mark.comma'))}</span>
      </div>
    )
  }
  return (
    <div className="pairing-place">
      {qr ? (
        <QrCode text={qr} room={ROOM} label={t('pairing.code')} />
      ) : (
        <p className="quiet">{t('pairing.preparing')}</p>
      )}
    </div>
  )
}

/** What is left until the code changes, or until the phone must have confirmed. */
const Countdown = ({ pairing }: { pairing: PairingView }) => {
  const { t } = useTranslation()
  const left = useTimeLeft(pairing.until)
  const stage = stageOf(pairing.state)
  if (stage === null || stage === 'done' || pairing.until === 0) return <div className="pairing-left" />
  const { minutes, seconds } = minutesAndSeconds(left)
  const total = minutes * 60 + seconds
  const text = total < 100 ? String(total) : `${minutes}:${String(seconds).padStart(2, '0')}`
  const words =
    stage === 'waiting'
      ? t('pairing.rotates', { seconds: total })
      : minutes > 0
        ? t(seconds > 0 ? 'pairing.confirm-by' : 'pairing.confirm-by-minutes', { minutes, seconds })
        : t('pairing.confirm-by-seconds', { seconds })
  return (
    <div className="pairing-left">
      <Ring left={left} of={`${pairing.state} ${pairing.until}`} label={words} text={text} />
      <span>{words}</span>
    </div>
  )
}

/** What the phone is asked for. */
const Request = ({
  pairing,
  project,
  bid,
}: {
  pairing: PairingView
  project: ProjectView | null
  bid: string | null
}) => {
  const { t } = useTranslation()
  const { intent, documents, phone } = pairing
  const stage = stageOf(pairing.state)
  const seals = documents.reduce((sum, document) => sum + document.seals, 0)
  const about = project
    ? [project.tenderName, project.lot && lotName(t, project.lot)].filter(Boolean).join(t('mark.comma'))
    : bid
  const company = project?.bidderDetails?.company
  return (
    <div className="pairing-request">
      <p className="pairing-big">
        {intent === 'sign'
          ? t('pairing.ask.sign', { documents: count(documents.length), seals: count(seals) })
          : t(`pairing.ask.${intent}`)}
      </p>
      <dl className="facts">
        {about && (
          <>
            <dt>{t(project ? 'pairing.project' : 'pairing.file')}</dt>
            <dd className="clip" title={about}>
              {about}
            </dd>
          </>
        )}
        {phone ? (
          <>
            <dt>{t('pairing.certificate')}</dt>
            <dd>{t('pairing.certificate-until', { day: day(phone.notAfter) })}</dd>
          </>
        ) : (
          <>
            <dt>{t('pairing.needs')}</dt>
            <dd>{company ? t(`pairing.needs.${intent}.of`, { company }) : t(`pairing.needs.${intent}`)}</dd>
          </>
        )}
      </dl>
      {(documents.length > 0 || pairing.digest) && (
        <ul className="pairing-documents">
          {documents.slice(0, SHOWN_DOCUMENTS).map((document) => (
            <li key={document.name}>
              <Icon name="file" />
              <span className="clip" title={document.name}>
                {document.name}
              </span>
              <span className="small quiet">
                {document.seals > 0
                  ? t('pairing.document.sealed', { pages: count(document.pages), seals: count(document.seals) })
                  : size(document.size)}
              </span>
            </li>
          ))}
          {documents.length > SHOWN_DOCUMENTS && (
            <li>
              <Icon name="file" />
              <span className="quiet">{t('pairing.more', { count: documents.length - SHOWN_DOCUMENTS })}</span>
            </li>
          )}
          {pairing.digest && (
            <li>
              <Icon name="info" />
              <span>{t('pairing.digest')}</span>
              <span className="mono quiet">{abridged(pairing.digest)}</span>
            </li>
          )}
        </ul>
      )}
      {stage !== null && (
        <div className="pairing-check">
          <div
            className={`pairing-digits ${pairing.code ? '' : 'waiting'}`}
            role="img"
            aria-label={
              pairing.code ? t('pairing.digits', { code: [...pairing.code].join(' ') }) : t('pairing.digits.later')
            }
          >
            {[0, 1, 2, 3].map((index) => (
              <i key={index}>{pairing.code?.[index] ?? '–'}</i>
            ))}
          </div>
          <p className="small second">{t(pairing.code ? 'pairing.compare' : 'pairing.compare.later')}</p>
        </div>
      )}
    </div>
  )
}

/** Asks the phone: the code, what it is for, the four digits, how far it is. */
export const PairingDialog = ({ job, pairing }: { job: JobView; pairing: PairingView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const project = useAppState((state) => (job.project === state.project?.id ? state.project : null))
  const bid = useAppState((state) => state.bid?.file.name ?? null)
  const stage = stageOf(pairing.state)
  const cancel = () => void cancelJob(app, job.id)
  return (
    <Dialog
      title={t(`pairing.title.${pairing.intent}`)}
      width={736}
      onClose={cancel}
      footer={
        <>
          <span className="small second">
            {t(
              stage === 'waiting' ? 'pairing.hint.scan' : stage === null ? 'pairing.hint.again' : 'pairing.hint.refuse',
            )}
          </span>
          <span className="grow" />
          <Button icon="renew" kind={stage === null ? 'main' : 'plain'} onClick={() => void showAgain(app, job.id)}>
            {t(pairing.state === 'unreachable' ? 'act.retry' : 'pairing.again')}
          </Button>
          <Button hint="Esc" data-first onClick={cancel}>
            {t('act.cancel')}
          </Button>
        </>
      }
    >
      <div className="pairing">
        <div>
          <Place pairing={pairing} project={project} />
          <Countdown key={pairing.until} pairing={pairing} />
        </div>
        <Request pairing={pairing} project={project} bid={bid} />
      </div>
      <ol className="pairing-stages">
        {STAGES.map((one) => (
          <li key={one} className={progressOf(stage, one)} {...(one === stage ? { 'aria-current': 'step' } : {})}>
            <i />
            {t(`pairing.stage.${one}`)}
          </li>
        ))}
      </ol>
      <p className="unseen" role="status">
        {stage ? t(`pairing.stage.${stage}`) : t(`pairing.${pairing.state as 'refused' | 'expired' | 'unreachable'}`)}
      </p>
    </Dialog>
  )
}
