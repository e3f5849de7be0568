import { useTranslation } from 'react-i18next'
import { Tasks } from '../kit/tasks.tsx'
import { TASKS, type Task } from './enrolment.ts'

/** How far the phone is. */
export const EnrolTasks = ({ task }: { task: Task }) => {
  const { t } = useTranslation()
  return (
    <Tasks
      title={t('enrol.working')}
      why={t('enrol.working.why')}
      tasks={TASKS.map((name) => t(`enrol.task.${name}`))}
      here={TASKS.indexOf(task)}
    />
  )
}
