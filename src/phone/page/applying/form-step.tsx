import { useTranslation } from 'react-i18next'
import { applicationPaper } from '#agent/applications'
import type { ApplicationAnswer } from '#core/application/messages'
import { Icon } from '#resources/kit/icon.tsx'
import { useApp, useApplyingState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { ApplyingForm, useChecked } from './form.tsx'
import { PhotoField } from './photo-field.tsx'
import { Returned } from './returned.tsx'
import { StepBar } from './step-bar.tsx'

const ACTS = ['print', 'stamp', 'photograph'] as const

/** Who has to show once more who he is. */
const Identity = () => {
  const { t } = useTranslation()
  const app = useApp()
  const isAsked = useApplyingState(
    ({ error }) => error?.code === 'application-incomplete' && error.details['at'] === 'identity',
  )
  return isAsked ? (
    <Button kind="small" onClick={() => app.open({ at: 'account', page: 'identity' })}>
      {t('account.identity.go')}
    </Button>
  ) : null
}

/** The form on paper: filled in by the server, printed, stamped, photographed and sent. Of an application of any kind. */
export const FormStep = ({ application }: { application: ApplicationAnswer }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isSending = useApplyingState(({ pictures }) => pictures.stamped !== null && pictures.stamped.error === null)
  const { id, kind, form, state } = application
  const isMissing = form.stamped === null || isSending
  const checked = useChecked(isMissing ? (['stamped'] as const) : [])
  return (
    <ApplyingForm
      title={t(`apply.${kind}`)}
      act={t('apply.submit')}
      remedy={<Identity />}
      onSubmit={checked.submit(() => void app.applying.submit())}
    >
      <StepBar kind={kind} here="form" />
      <Returned />
      <a className="button paper" href={applicationPaper(id)} download={`application-${id.slice(0, 8)}.pdf`}>
        <Icon name="file" size={18} />
        {t('apply.paper')}
      </a>
      <p className="small quiet">{t(state === 'returned' ? 'apply.paper.again' : 'apply.paper.why')}</p>
      <ol className="paper-acts">
        {ACTS.map((act) => (
          <li key={act}>{t(`apply.paper.${act}`)}</li>
        ))}
      </ol>
      <PhotoField
        purpose="stamped"
        label={t('apply.stamped')}
        hint={t('apply.stamped.why')}
        upload={form.stamped}
        problem={checked.isWrong('stamped') ? t(isSending ? 'apply.photo.wait' : 'apply.stamped.wrong') : undefined}
      />
    </ApplyingForm>
  )
}
