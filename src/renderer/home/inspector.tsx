import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectSummary, Step } from '#ipc/views'
import { useNow } from '../app/clock.ts'
import { useApp } from '../app/context.tsx'
import { openProject, removeProject } from '../app/projects.ts'
import { count } from '../format/quantity.ts'
import { lotName } from '../format/lot.ts'
import { dayAndTime, span } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import './inspector.css'

const steps: readonly Step[] = [1, 2, 3, 4, 5]

const Countdown = ({ project }: { project: ProjectSummary }) => {
  const { t, i18n } = useTranslation()
  const left = Date.parse(project.openingTime) - useNow()
  const { days, clockWithSeconds } = span(left)
  const date = dayAndTime(project.openingTime, i18n.language)
  return (
    <div>
      <div className="countdown" role="timer">
        {left > 0 ? t('time.span', { days, clock: clockWithSeconds }) : t('time.over')}
      </div>
      <p className="small quiet">{t('time.opens', { date })}</p>
    </div>
  )
}

const StepList = ({ project }: { project: ProjectSummary }) => {
  const { t } = useTranslation()
  const preparing = project.state === 'draft' || project.state === 'sealed'
  const at = preparing ? project.step : 6
  const pages = t('home.note.pages', { count: project.pages, pages: count(project.pages) })
  const unsealed = t('home.note.unsealed', { count: project.unsealedPages, pages: count(project.unsealedPages) })
  const notes: Record<Step, string> = {
    1: project.bidder ? t('home.note.bidder') : t('home.note.no-bidder'),
    2: project.pages > 0 ? pages : t('home.note.no-documents'),
    3: at > 3 ? t('home.note.checked') : t('home.note.not-begun'),
    4:
      project.pages === 0 ? t('home.note.not-begun') : project.unsealedPages > 0 ? unsealed : t('home.note.all-sealed'),
    5: preparing ? t('home.note.not-begun') : t(`state.${project.state}`),
  }
  return (
    <ol className="step-list">
      {steps.map((step) => (
        <li
          key={step}
          className={step < at ? 'past' : step === at ? 'here' : ''}
          {...(step === at ? { 'aria-current': 'step' } : {})}
        >
          <em>{step < at ? <Icon name="check" size={12} /> : step}</em>
          <span>{t(`step.${step}`)}</span>
          <small>{notes[step]}</small>
        </li>
      ))}
    </ol>
  )
}

/** The selected project: when it opens, how far it is, what comes next. */
export const Inspector = ({ project }: { project: ProjectSummary }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const [removing, setRemoving] = useState(false)
  const preparing = project.state === 'draft' || project.state === 'sealed'
  const next = preparing ? t(`home.next.${project.step}`) : t('home.next.done')
  const number = [project.tenderId, project.lot && lotName(t, project.lot)].filter(Boolean)
  return (
    <aside className="inspector scroll" aria-label={project.tenderName}>
      <div>
        <h3>{project.tenderName}</h3>
        <p className="small quiet">{number.join(t('mark.comma'))}</p>
      </div>
      <Countdown project={project} />
      <div className="rule" />
      <StepList project={project} />
      <Button
        kind={preparing && project.step >= 4 ? 'act' : 'main'}
        size="large"
        onClick={() => void openProject(app, project.id)}
      >
        {next}
      </Button>
      <div className="rule" />
      <dl className="facts small">
        <dt>{t('fact.bidder')}</dt>
        <dd>{project.bidder ?? t('home.note.no-bidder')}</dd>
        <dt>{t('fact.tenderee')}</dt>
        <dd>{project.tenderee || t('home.no-tenderee')}</dd>
        <dt>{t('fact.changed')}</dt>
        <dd>{dayAndTime(project.changedAt, i18n.language)}</dd>
        <dt>{t('fact.folder')}</dt>
        <dd className="selectable inspector-path">{project.folder}</dd>
      </dl>
      <span className="grow" />
      <div className="row">
        <Button size="small" icon="folder" onClick={() => void app.shell.reveal(project.folder)}>
          {t('act.reveal')}
        </Button>
        <Button size="small" icon="remove" onClick={() => setRemoving(true)}>
          {t('home.remove')}
        </Button>
      </div>
      {removing && (
        <Dialog
          title={t('home.remove.title', { name: project.tenderName })}
          width={480}
          role="alertdialog"
          onClose={() => setRemoving(false)}
          footer={
            <>
              <span className="grow" />
              <Button data-first onClick={() => setRemoving(false)}>
                {t('home.remove.keep')}
              </Button>
              <Button
                kind="main"
                onClick={() => {
                  setRemoving(false)
                  void removeProject(app, project.id)
                }}
              >
                {t('home.remove.go')}
              </Button>
            </>
          }
        >
          <p className="second">{t('home.remove.body')}</p>
        </Dialog>
      )}
    </aside>
  )
}
