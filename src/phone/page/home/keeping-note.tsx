import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Note } from '../kit/note.tsx'

/** What helps the phone to keep its keys: a promise of the browser, and being an app of its own. Nothing where both are so. */
export const KeepingNote = () => {
  const { t } = useTranslation()
  const app = useApp()
  const installation = useAppState((state) => state.installation)
  const isEndangered = useAppState((state) => state.current !== null && state.isPersistent === false)
  if (!isEndangered && installation === 'installed') return null
  const why = isEndangered
    ? 'keep.not-persistent.why'
    : installation === 'ask'
      ? 'keep.install.why'
      : 'keep.install.by-hand'
  return (
    <Note
      tone={isEndangered ? 'warn' : 'plain'}
      icon={isEndangered ? 'alert' : 'home'}
      title={t(isEndangered ? 'keep.not-persistent' : 'keep.install')}
      action={
        installation === 'ask' ? (
          <Button kind="small" onClick={() => void app.install()}>
            {t('keep.install.go')}
          </Button>
        ) : undefined
      }
    >
      {t(why)}
    </Note>
  )
}
