import { useTranslation } from 'react-i18next'
import { dismissToast } from '../app/app.ts'
import { useApp, useAppState } from '../app/context.tsx'
import './toasts.css'

export const Toasts = () => {
  const { t } = useTranslation()
  const app = useApp()
  const toasts = useAppState((state) => state.toasts)
  return (
    <div className="toasts" role="status">
      {toasts.map(({ id, text, undo }) => (
        <div key={id} className="toast">
          <span className="clip">{text}</span>
          {undo && (
            <button
              type="button"
              onClick={() => {
                dismissToast(app, id)
                undo()
              }}
            >
              {t('act.undo')}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
