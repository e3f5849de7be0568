import { useTranslation } from 'react-i18next'
import type { JobView } from '#ipc/views'
import { useApp } from '../app/context.tsx'
import { cancelJob } from '../app/jobs.ts'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { JobProgress } from './job-progress.tsx'

/** A job that has the phone's word and works on. */
export const ProgressDialog = ({ job }: { job: JobView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const cancel = () => void cancelJob(app, job.id)
  return (
    <Dialog
      title={t(`job.${job.kind}`)}
      width={520}
      onClose={cancel}
      footer={
        <>
          <span className="small quiet">{t(`job.${job.kind}.cancel`)}</span>
          <span className="grow" />
          <Button hint="Esc" data-first onClick={cancel}>
            {t('act.cancel')}
          </Button>
        </>
      }
    >
      <JobProgress job={job} />
    </Dialog>
  )
}
