import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import './tasks.css'

interface TasksProps {
  readonly title: string
  readonly why: string
  /** In words, in order. */
  readonly tasks: readonly string[]
  /** The one that is done now. */
  readonly here: number
}

/** What the phone has done, does and will do. */
export const Tasks = ({ title, why, tasks, here }: TasksProps) => {
  const { t } = useTranslation()
  return (
    <>
      <h2 className="tasks-heading">{title}</h2>
      <p className="second">{why}</p>
      <ol className="tasks" role="status">
        {tasks.map((text, index) => {
          const state = index < here ? 'done' : index === here ? 'here' : 'later'
          return (
            <li key={text} className={state}>
              <span className="tasks-mark">{state === 'done' && <Icon name="check" size={14} />}</span>
              <span className="grow">{text}</span>
              <span className="small quiet">{t(`enrol.task-state.${state}`)}</span>
            </li>
          )
        })}
      </ol>
    </>
  )
}
