import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Note } from '../kit/note.tsx'
import { isLost } from './lists.ts'
import { useCertificates } from './use-certificates.ts'

/** The account has certificates in force whose keys are not on this phone. Nothing where it has none. */
export const RecoverNote = () => {
  const { t } = useTranslation()
  const app = useApp()
  const lost = useCertificates().filter(
    (certificate) => isLost(certificate) && certificate.credential === null && certificate.state === 'in-force',
  )
  const [first] = lost
  if (first === undefined) return null
  const go = () =>
    lost.length === 1 ? app.open({ at: 'recover', credential: first.id }) : app.open({ at: 'certificates' })
  return (
    <Note
      tone="warn"
      icon="phone"
      title={t('recover.lost', { count: lost.length })}
      action={
        <Button kind="small" onClick={go}>
          {t('recover.go')}
        </Button>
      }
    >
      {t('recover.lost.why')}
    </Note>
  )
}
