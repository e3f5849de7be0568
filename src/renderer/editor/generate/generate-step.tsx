import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView } from '#ipc/views'
import { useApp, useAppState } from '../../app/context.tsx'
import { currentJob } from '../../app/jobs.ts'
import { readGuards } from '../../app/projects.ts'
import { FindingList } from '../check/finding-list.tsx'
import { countFindings, guardFindings, ownFindings } from '../check/findings.ts'
import { Done } from './done.tsx'
import './generate-step.css'
import { Prepare } from './prepare.tsx'
import { Running } from './running.tsx'

/** Step 5: from the summary over the progress to the two files. */
export const GenerateStep = ({ project }: { project: ProjectView }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const guards = useAppState((state) => state.editor.guards)
  const again = useAppState((state) => state.editor.again)
  const job = useAppState(currentJob)
  const running = job?.kind === 'generate' && job.state === 'running' ? job : null

  useEffect(() => {
    if (app.store.getState().editor.guards === null) void readGuards(app)
  }, [app, project.id])

  const findings = [
    ...ownFindings(project).filter(({ state }) => state === 'failed'),
    ...(guards ? guardFindings(guards, project, i18n.language) : []),
  ]
  const counts = countFindings(findings)
  return (
    <div className="step-page">
      <main className="step-main scroll">
        {running ? (
          <Running project={project} job={running} />
        ) : project.outputs && !again ? (
          <Done project={project} outputs={project.outputs} />
        ) : (
          <Prepare project={project} blocked={guards === null || counts.failed > 0} />
        )}
      </main>
      <aside className="step-side scroll">
        <h3>{t('check.guards')}</h3>
        <p className="small quiet" role="status">
          {guards ? t('check.counts', counts) : t('check.running')}
        </p>
        <FindingList findings={findings} leading={running === null} />
      </aside>
    </div>
  )
}
