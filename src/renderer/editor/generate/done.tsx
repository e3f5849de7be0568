import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputsView, OutputView, ProjectView } from '#ipc/views'
import { changeEditor } from '../../app/app.ts'
import { useApp } from '../../app/context.tsx'
import { startJob } from '../../app/jobs.ts'
import { refreshProject } from '../../app/projects.ts'
import { folderOf, nameOf } from '../../format/path.ts'
import { abridged, count, size } from '../../format/quantity.ts'
import { dayAndTime } from '../../format/time.ts'
import { day } from '#resources/kit/time.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { FileBadge } from '../../kit/file-badge.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { SealImage } from '../../kit/seal-image.tsx'

const Output = ({ output, kind }: { output: OutputView; kind: 'ebid' | 'nbid' }) => {
  const { t } = useTranslation()
  const { shell } = useApp()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(output.sha256)
    setCopied(true)
  }
  const name = nameOf(output.path)
  const isThere = output.state === 'present' || output.state === 'changed'
  return (
    <li>
      <FileBadge kind={kind} />
      <div className="output-text">
        <div className="output-name">
          <b className="clip" title={output.path}>
            {name}
          </b>
          <span className="second">{t(`generate.${kind}`)}</span>
        </div>
        <div className="small quiet output-facts">
          {output.state === 'present' ? (
            <>
              <span>{size(output.size)}</span>
              <span>SHA-256</span>
              <span className="mono" title={output.sha256}>
                {abridged(output.sha256)}
              </span>
              <IconButton
                icon={copied ? 'check' : 'copy'}
                size={14}
                label={t(copied ? 'act.copied' : 'generate.copy-digest')}
                onClick={() => void copy()}
              />
            </>
          ) : (
            <span className="bad">{t(`generate.output.${output.state}`)}</span>
          )}
        </div>
      </div>
      <Button icon="folder" onClick={() => void shell.reveal(isThere ? output.path : folderOf(output.path))}>
        {t('act.reveal')}
      </Button>
    </li>
  )
}

/** That the bid was made, or that the file to be submitted is no longer there. */
const Head = ({ outputs }: { outputs: OutputsView }) => {
  const { t, i18n } = useTranslation()
  const { state } = outputs.ebid
  const date = dayAndTime(outputs.createdAt, i18n.language)
  if (state !== 'present')
    return (
      <div className="done-head" role="alert">
        <span className="warn">
          <Icon name="alert" size={32} />
        </span>
        <div>
          <h1>{t(`generate.gone.${state}`)}</h1>
          <p className="second">{t('generate.gone.lead', { date })}</p>
        </div>
      </div>
    )
  return (
    <div className="done-head">
      <span className="done-mark">
        <Icon name="check" size={20} />
      </span>
      <div>
        <h1>{t('generate.done')}</h1>
        <p className="second">
          {t('generate.done.lead', {
            date,
            seconds: Math.max(1, Math.round(outputs.seconds)),
            files: count(outputs.files),
          })}
        </p>
      </div>
    </div>
  )
}

/** The two files, which certificate opens them, what comes next. */
export const Done = ({ project, outputs }: { project: ProjectView; outputs: OutputsView }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const { certificate, ebid, nbid, rehearsedAt } = outputs
  const seal = project.bidderDetails?.seals.find(({ kind }) => kind === 'company')
  const device = project.bidderDetails?.device ?? t('mismatch.phone', { person: certificate.person })
  const isThere = ebid.state === 'present'

  useEffect(() => {
    const look = () => void refreshProject(app)
    look()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [app])

  return (
    <>
      <Head outputs={outputs} />
      <ul className="outputs">
        <Output output={ebid} kind="ebid" />
        {nbid && <Output output={nbid} kind="nbid" />}
      </ul>
      <div className="keeper">
        {seal && (
          <span>
            <SealImage seal={seal} size={48} />
          </span>
        )}
        <div>
          <b>{t('generate.keeper')}</b>
          <p className="second">
            {t('generate.keeper.which', { company: certificate.company, device })}{' '}
            <span className="mono selectable">{certificate.serial}</span>
            {t('mark.comma')}
            {t('pairing.certificate-until', { day: day(certificate.notAfter) })}
          </p>
          <p className="second">{t('generate.keeper.advice')}</p>
        </div>
      </div>
      <section className="next">
        <h3>{t('generate.next')}</h3>
        <ol>
          <li className={rehearsedAt ? 'past' : ''}>
            {rehearsedAt
              ? t('generate.next.rehearsed', { date: dayAndTime(rehearsedAt, i18n.language) })
              : t('generate.next.rehearse')}
          </li>
          <li>{t('generate.next.submit')}</li>
          <li>{t('generate.next.opening', { date: dayAndTime(project.openingTime, i18n.language), device })}</li>
        </ol>
      </section>
      <footer className="step-foot">
        <Button
          kind={isThere ? 'act' : 'quiet'}
          size="large"
          icon="play"
          disabled={!isThere}
          onClick={() => void startJob(app, 'jobs.rehearse', { path: ebid.path, project: project.id })}
        >
          {t(rehearsedAt ? 'generate.rehearse-again' : 'generate.rehearse')}
        </Button>
        <span className="grow" />
        <Button
          kind={isThere ? 'quiet' : 'act'}
          size="large"
          disabled={!project.writable}
          onClick={() => changeEditor(app, { again: true })}
        >
          {t('generate.again')}
        </Button>
      </footer>
    </>
  )
}
