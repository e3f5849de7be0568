import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Note } from '../kit/note.tsx'

/** Says so where no certificate on this phone can speak for the company. */
export const SignerNote = ({ creditCode }: { creditCode: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const credentials = useAppState((state) => state.credentials)
  const own = credentials.filter((each) => each.creditCode === creditCode)
  if (own.some(({ state }) => state === 'in-force')) return null
  const isLocked = own.some(({ state }) => state === 'locked')
  return (
    <Note
      tone="warn"
      icon="lock"
      title={t(isLocked ? 'company.signer.locked' : 'company.signer.none')}
      action={
        <Button kind="small" onClick={() => app.open({ at: 'certificates' })}>
          {t('company.signer.go')}
        </Button>
      }
    >
      {t('company.signer.why')}
    </Note>
  )
}
