import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView, Step } from '#ipc/views'
import { useNow } from '../app/clock.ts'
import { useApp, useAppState } from '../app/context.tsx'
import { closeProject, goToStep } from '../app/projects.ts'
import { lotName } from '../format/lot.ts'
import { span } from '../format/time.ts'
import { IconButton } from '../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { WindowButtons } from '../shell/title-bar.tsx'
import { CheckStep } from './check/check-step.tsx'
import { commands } from './commands.ts'
import './editor.css'
import { GenerateStep } from './generate/generate-step.tsx'
import { MakeStep } from './make/make-step.tsx'
import { SealStep } from './seal/seal-step.tsx'
import { matches } from './shortcut.ts'
import { TenderStep } from './tender/tender-step.tsx'

const steps: readonly Step[] = [1, 2, 3, 4, 5]
const screens = { 1: TenderStep, 2: MakeStep, 3: CheckStep, 4: SealStep, 5: GenerateStep } as const

const StepBar = ({ project, at }: { project: ProjectView; at: Step }) => {
  const { t } = useTranslation()
  const app = useApp()
  const again = useAppState((state) => state.editor.again)
  const finished = project.outputs !== null
  const allDone = finished && at === 5 && !again
  return (
    <ol className="step-bar">
      {steps.map((step) => {
        const past = allDone || (step !== at && (finished || step < project.step))
        return (
          <li key={step}>
            <button
              type="button"
              className={past ? 'past' : step === at ? 'here' : ''}
              {...(step === at ? { 'aria-current': 'step' as const } : {})}
              title={`Alt ${step}`}
              onClick={() => goToStep(app, step)}
            >
              <b>{past ? <Icon name="check" size={12} /> : step}</b>
              {t(`step.${step}`)}
              {past && <span className="unseen">{t('step.done')}</span>}
            </button>
          </li>
        )
      })}
    </ol>
  )
}

const HOUR = 3_600_000
const ANNOUNCED = [HOUR, HOUR / 6, HOUR / 60]

/** The time to the opening. It speaks up at one hour, ten minutes and one minute, not every second. */
const Countdown = ({ openingTime }: { openingTime: string }) => {
  const { t } = useTranslation()
  const left = Date.parse(openingTime) - useNow()
  const { days, clockWithSeconds } = span(left)
  const spoken = ANNOUNCED.findLast((mark) => left <= mark && left > mark - 60_000)
  return (
    <span className="opening-countdown">
      <Icon name="clock" />
      {left > 0 ? (
        <span>
          <span className="word">{t('time.to-opening')} </span>
          <b>{t('time.span', { days, clock: clockWithSeconds })}</b>
        </span>
      ) : (
        <b>{t('time.over')}</b>
      )}
      <span className="unseen" role="status">
        {spoken !== undefined && t('time.announce', { minutes: spoken / 60_000 })}
      </span>
    </span>
  )
}

const typesText = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

export const Editor = () => {
  const { t } = useTranslation()
  const app = useApp()
  const project = useAppState((state) => state.project)
  const step = useAppState((state) => state.editor.step)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const state = app.store.getState()
      if (event.defaultPrevented || typesText(event.target) || state.dialog !== null || state.failure !== null) return
      const command = commands.find(({ shortcut, possible }) => matches(shortcut, event) && possible(state))
      if (!command) return
      event.preventDefault()
      command.perform(app)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [app])

  if (!project) return null
  const Screen = screens[step]
  return (
    <>
      <header className="title-bar editor-bar">
        <div className="editor-bar-left">
          <IconButton icon="back" label={t('editor.back')} onClick={() => void closeProject(app)} />
          <b className="clip" title={project.tenderName}>
            {project.tenderName}
          </b>
          {project.lot && (
            <span className="small quiet clip" title={project.lot}>
              {lotName(t, project.lot)}
            </span>
          )}
        </div>
        <StepBar project={project} at={step} />
        <div className="editor-bar-right">
          <Countdown openingTime={project.openingTime} />
          <WindowButtons />
        </div>
      </header>
      {!project.writable && (
        <p className="editor-locked" role="status">
          <Icon name="lock" />
          {t('editor.read-only')}
        </p>
      )}
      <Screen project={project} />
    </>
  )
}
