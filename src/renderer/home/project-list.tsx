import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectState, ProjectSummary } from '#ipc/views'
import { useApp } from '../app/context.tsx'
import { openProject } from '../app/projects.ts'
import { dayAndTimeShort, daysBetween, span } from '../format/time.ts'
import { State, type Fill } from '../kit/tag.tsx'
import { grouped, isOver, type TabName } from './groups.ts'
import './project-list.css'

const fills: Record<ProjectState, Fill> = {
  draft: 'open',
  sealed: 'half',
  generated: 'full',
  rehearsed: 'full',
  opened: 'full',
}
const tones: Record<ProjectState, string> = {
  draft: '',
  sealed: '',
  generated: '',
  rehearsed: 'good',
  opened: 'second',
}

/** How far a project is: five strokes and a word. */
const Progress = ({ project }: { project: ProjectSummary }) => {
  const { t } = useTranslation()
  const preparing = project.state === 'draft' || project.state === 'sealed'
  const at = preparing ? project.step : 6
  const word =
    project.state === 'generated' ? (
      <span className="warn">{t('home.not-rehearsed')}</span>
    ) : project.state === 'rehearsed' ? (
      t('home.to-submit')
    ) : project.state === 'opened' ? (
      t('home.decrypted')
    ) : (
      `${['①', '②', '③', '④', '⑤'][project.step - 1]} ${t(`step.${project.step}`)}`
    )
  return (
    <div className="project-progress">
      <span className="strokes" aria-hidden="true">
        {[1, 2, 3, 4, 5].map((step) => (
          <i key={step} className={step < at ? 'past' : step === at ? 'here' : ''} />
        ))}
      </span>
      <span>{word}</span>
    </div>
  )
}

interface RowProps {
  readonly project: ProjectSummary
  readonly current: boolean
  readonly now: number
}

const Row = ({ project, current, now }: RowProps) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const left = Date.parse(project.openingTime) - now
  const { days, clock } = span(Math.abs(left))
  const past = daysBetween(Date.parse(project.openingTime), now)
  const near = left > 0 && days < 4
  const date = dayAndTimeShort(project.openingTime, i18n.language)
  return (
    <div
      id={`project-${project.id}`}
      className={`project-row project-columns ${isOver(project, now) ? 'over' : ''}`}
      role="option"
      aria-selected={current}
      onClick={() => app.store.setState({ selected: project.id })}
      onDoubleClick={() => void openProject(app, project.id)}
    >
      <div>
        <b className="clip" title={project.tenderName}>
          {project.tenderName}
        </b>
        <span className="small clip" title={project.tenderee}>
          {project.tenderee || t('home.no-tenderee')}
        </span>
      </div>
      <div className="clip" title={project.lot}>
        {project.lot || t('home.no-lot')}
      </div>
      <div>
        <span className={near ? 'strong' : ''}>{left > 0 ? t('time.left', { days, clock }) : date}</span>
        <span className="small">
          {left > 0 ? date : past > 0 ? t('time.days-ago', { days: past }) : t('time.today')}
        </span>
      </div>
      <div>
        <State fill={fills[project.state]} tone={tones[project.state]}>
          {t(`state.${project.state}`)}
        </State>
      </div>
      <Progress project={project} />
    </div>
  )
}

interface ListProps {
  /** Null until they are known. */
  readonly projects: readonly ProjectSummary[] | null
  readonly current: ProjectSummary | null
  readonly now: number
  readonly search: string
  readonly tab: TabName
}

/** Projects by when they open. Arrows move, Enter opens. */
export const ProjectList = ({ projects, current, now, search, tab }: ListProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const list = useRef<HTMLDivElement>(null)
  const groups = grouped(projects ?? [], now)
  const inOrder = groups.flatMap((group) => group.projects)

  useEffect(() => {
    if (current) document.getElementById(`project-${current.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const onKeyDown = (event: KeyboardEvent) => {
    const index = inOrder.findIndex(({ id }) => id === current?.id)
    const target =
      event.key === 'ArrowDown'
        ? inOrder[index + 1]
        : event.key === 'ArrowUp'
          ? inOrder[index - 1]
          : event.key === 'Home'
            ? inOrder[0]
            : event.key === 'End'
              ? inOrder.at(-1)
              : undefined
    if (target) {
      event.preventDefault()
      app.store.setState({ selected: target.id })
    } else if (event.key === 'Enter' && current) void openProject(app, current.id)
  }

  return (
    <>
      <div className="project-heads project-columns" aria-hidden="true">
        <span>{t('home.column.project')}</span>
        <span>{t('home.column.lot')}</span>
        <span>{t('home.column.opening')}</span>
        <span>{t('home.column.state')}</span>
        <span>{t('home.column.progress')}</span>
      </div>
      <div
        ref={list}
        id="home-list"
        className="project-list scroll"
        {...(inOrder.length > 0 && {
          role: 'listbox',
          tabIndex: 0,
          'aria-label': t('home.title'),
          'aria-activedescendant': current ? `project-${current.id}` : undefined,
          onKeyDown,
        })}
      >
        {groups.map((group) => (
          <div key={group.name} role="group" aria-label={t(`home.group.${group.name}`)}>
            <div className="project-group" aria-hidden="true">
              {t(`home.group.${group.name}`)}
              <span>{group.projects.length}</span>
            </div>
            {group.projects.map((project) => (
              <Row key={project.id} project={project} current={project.id === current?.id} now={now} />
            ))}
          </div>
        ))}
        {projects && inOrder.length === 0 && (
          <p className="project-none quiet" role="status">
            {search ? t('home.nothing-found', { search }) : t(`home.nothing-in.${tab}`)}
          </p>
        )}
      </div>
    </>
  )
}
