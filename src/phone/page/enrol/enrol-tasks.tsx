import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import './enrol-tasks.css'
import { TASKS, type Task } from './enrolment.ts'

/** What the phone has done, does and will do. */
export const EnrolTasks = ({ task }: { task: Task }) => {
  const { t } = useTranslation()
  const here = TASKS.indexOf(task)
  return (
    <>
      <h2 className="enrol-heading">{t('enrol.working')}</h2>
      <p className="second">{t('enrol.working.why')}</p>
      <ol className="enrol-tasks" role="status">
        {TASKS.map((name, index) => {
          const state = index < here ? 'done' : index === here ? 'here' : 'later'
          return (
            <li key={name} className={state}>
              <span className="enrol-mark">{state === 'done' && <Icon name="check" size={14} />}</span>
              <span className="grow">{t(`enrol.task.${name}`)}</span>
              <span className="small quiet">{t(`enrol.task-state.${state}`)}</span>
            </li>
          )
        })}
      </ol>
    </>
  )
}
