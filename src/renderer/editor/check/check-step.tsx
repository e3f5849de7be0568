import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView } from '#ipc/views'
import { useApp, useAppState } from '../../app/context.tsx'
import { goToStep, readGuards } from '../../app/projects.ts'
import { Button } from '../../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import './check-step.css'
import { FindingList } from './finding-list.tsx'
import { countFindings, guardFindings, ownFindings } from './findings.ts'

/** Step 3: what is missing, and where. */
export const CheckStep = ({ project }: { project: ProjectView }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const guards = useAppState((state) => state.editor.guards)

  useEffect(() => {
    if (app.store.getState().editor.guards === null) void readGuards(app)
  }, [app, project.id])

  const own = ownFindings(project)
  const asked = guards ? guardFindings(guards, project, i18n.language) : []
  const counts = countFindings([...own, ...asked])
  const clean = counts.failed === 0 && counts.warning === 0
  return (
    <div className="step-page">
      <main className="step-main scroll">
        <h1>{t('check.title')}</h1>
        <p className="second">{t(clean ? 'check.clean' : 'check.lead')}</p>
        {own.length > 0 ? (
          <div className="check-list">
            <FindingList findings={own} />
          </div>
        ) : (
          <div className="check-clean">
            <span className="good">
              <Icon name="checked" size={32} />
            </span>
            <p>{t('check.nothing')}</p>
          </div>
        )}
        <footer className="step-foot">
          <Button kind="main" size="large" onClick={() => goToStep(app, 4)}>
            {t('step.next', { step: t('step.4') })}
          </Button>
          <Button size="large" icon="renew" onClick={() => void readGuards(app)}>
            {t('check.again')}
          </Button>
        </footer>
      </main>
      <aside className="step-side scroll">
        <h3>{t('check.guards')}</h3>
        <p className="small quiet" role="status">
          {guards ? t('check.counts', countFindings(asked)) : t('check.running')}
        </p>
        <FindingList findings={asked} />
      </aside>
    </div>
  )
}
