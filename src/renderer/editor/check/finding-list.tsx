import { useTranslation } from 'react-i18next'
import { changeEditor } from '../../app/app.ts'
import { useApp } from '../../app/context.tsx'
import { goToStep } from '../../app/projects.ts'
import { Button } from '../../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import './finding-list.css'
import type { Finding } from './findings.ts'

const marks = {
  passed: ['good', 'checked'],
  warning: ['warn', 'alert'],
  failed: ['bad', 'failed'],
} as const

/** Findings, each with a way to its place unless there is no leaving now. */
export const FindingList = ({ findings, leading = true }: { findings: readonly Finding[]; leading?: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <ul className="findings">
      {findings.map(({ id, state, title, values, reason, place }) => {
        const [tone, icon] = marks[state]
        return (
          <li key={id}>
            <span className={tone} role="img" aria-label={t(`finding.${state}`)}>
              <Icon name={icon} />
            </span>
            <div>
              {t(title, { replace: values })}
              <div className="small quiet">
                {reason ? t(`error.${reason}.body`) : t(`${title}.note`, { replace: values })}
              </div>
            </div>
            {place && leading && (
              <Button
                size="small"
                onClick={() => {
                  goToStep(app, place.step)
                  changeEditor(app, {
                    ...(place.page ? { page: place.page } : {}),
                    ...(place.part ? { part: place.part } : {}),
                  })
                }}
              >
                {t('finding.go', { step: t(`step.${place.step}`) })}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
