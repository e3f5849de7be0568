import { useTranslation } from 'react-i18next'
import type { JobPhase, JobView, ProjectView } from '#ipc/views'
import { useApp } from '../../app/context.tsx'
import { cancelJob } from '../../app/jobs.ts'
import { clockWithSeconds } from '#resources/kit/time.ts'
import { Button } from '../../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { JobProgress } from '../../pairing/job-progress.tsx'

const ROAD = [
  'preparing',
  'encrypting',
  'phone',
  'finishing',
  'reading-back',
  'twin',
] as const satisfies readonly JobPhase[]

/** The phases of generating: which are over and how long they took, which is under way. */
export const Running = ({ project, job }: { project: ProjectView; job: JobView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const over = new Map(job.phases.map((phase) => [phase.phase, phase]))
  const stateOf = (phase: JobPhase) => (over.has(phase) ? 'past' : phase === job.phase ? 'here' : 'ahead')
  const noteOf = (phase: JobPhase) => {
    const done = over.get(phase)
    if (!done) return ''
    return phase === 'phone' && project.bidderDetails
      ? [project.bidderDetails.device, clockWithSeconds(done.at)].join(t('mark.comma'))
      : t('generate.seconds', { seconds: done.seconds.toFixed(1) })
  }
  return (
    <>
      <h1>{t('job.generate')}</h1>
      <p className="second">{t('generate.running.lead', { company: project.bidder ?? '' })}</p>
      <div className="generate-progress">
        <JobProgress job={job} />
      </div>
      <ol className="phases">
        {ROAD.map((phase) => {
          const state = stateOf(phase)
          return (
            <li key={phase} className={state} {...(state === 'here' ? { 'aria-current': 'step' as const } : {})}>
              {state === 'past' ? <Icon name="checked" /> : <i />}
              <span>{t(`generate.phase.${phase}`)}</span>
              <span className="small">{noteOf(phase)}</span>
            </li>
          )
        })}
      </ol>
      <footer className="step-foot">
        <Button size="large" onClick={() => void cancelJob(app, job.id)}>
          {t('generate.cancel')}
        </Button>
        <span className="small quiet">{t('job.generate.cancel')}</span>
      </footer>
    </>
  )
}
