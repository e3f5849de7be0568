import { useTranslation } from 'react-i18next'
import type { JobView } from '#ipc/views'
import { percent, rate, sizeOf } from '../format/quantity.ts'
import { Bar } from '../kit/bar.tsx'
import './job-progress.css'

/** Percent, bar, done of total, rate, time left. */
export const JobProgress = ({ job }: { job: JobView }) => {
  const { t } = useTranslation()
  const { progress } = job
  const value = progress ? percent(progress.done, progress.total) : null
  const left = progress?.left ?? null
  return (
    <div className="job-progress">
      <div className="job-percent">
        {value !== null && (
          <b>
            {value}
            <small>%</small>
          </b>
        )}
        <span className="second">{t(`phase.${job.phase}`)}</span>
      </div>
      <Bar value={value} label={t(`phase.${job.phase}`)} />
      <div className="job-figures">
        {progress && <span>{t('progress.done', { sizes: sizeOf(progress.done, progress.total) })}</span>}
        {progress && progress.rate > 0 && <span>{rate(progress.rate)}</span>}
        <span className="grow" />
        {left !== null && (
          <span>
            {left < 60
              ? t('progress.seconds', { seconds: Math.max(1, Math.ceil(left)) })
              : t('progress.minutes', { minutes: Math.ceil(left / 60) })}
          </span>
        )}
      </div>
    </div>
  )
}
