import { useTranslation } from 'react-i18next'
import type { ApplicationAnswer, ChoicesAnswer } from '#core/application/messages'
import { pricedAs } from '#core/application/state'
import { Tag } from '#resources/kit/tag.tsx'
import { useApp, useApplyingState } from '../app/context.tsx'
import { Select } from '../kit/select.tsx'
import { yuan } from '../orders/texts.tsx'
import { wrongChoice } from './draft.ts'
import { ApplyingForm, useChecked } from './form.tsx'
import { Returned } from './returned.tsx'
import { StepBar } from './step-bar.tsx'
import { stepAfter } from './steps.ts'

interface OrganisationsProps {
  readonly kind: ApplicationAnswer['kind']
  readonly organisations: ChoicesAnswer['organisations']
  readonly isWrong: boolean
}

/** Who may issue the certificates, and for how much. */
const Organisations = ({ kind, organisations, isWrong }: OrganisationsProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const chosen = useApplyingState((state) => state.draft.choice.organisation)
  return (
    <fieldset className="organisations" aria-describedby={isWrong ? 'organisation-wrong' : undefined}>
      <legend>{t('apply.organisation')}</legend>
      {organisations.map(({ id, name, isAvailable, fen }) => (
        <label key={id} className={isAvailable ? '' : 'quiet'}>
          <input
            type="radio"
            name="organisation"
            value={id}
            checked={chosen === id}
            disabled={!isAvailable}
            onChange={() => app.applying.fillChoice({ organisation: id })}
          />
          <span className="grow">{name}</span>
          {isAvailable ? (
            <b>{fen[pricedAs(kind)] === 0 ? t('apply.free') : yuan(fen[pricedAs(kind)])}</b>
          ) : (
            <Tag icon="clock">{t('apply.unavailable')}</Tag>
          )}
        </label>
      ))}
      <p id="organisation-wrong" className={`small ${isWrong ? 'bad' : 'quiet'}`}>
        {t(isWrong ? 'apply.organisation.wrong' : 'apply.organisation.why')}
      </p>
    </fieldset>
  )
}

interface CertificateStepProps {
  readonly application: ApplicationAnswer
  readonly choices: ChoicesAnswer
}

/** Where the certificates are used, and who issues them: of an application of any kind. */
export const CertificateStep = ({ application, choices }: CertificateStepProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const choice = useApplyingState((state) => state.draft.choice)
  const checked = useChecked(wrongChoice(choice))
  const { kind } = application
  const isLast = stepAfter(kind, 'certificate') === null
  const platformsIn = (province: string) =>
    choices.platforms.filter(({ provinces }) => provinces.length === 0 || provinces.includes(province))
  const chooseProvince = (province: string) => {
    const isThere = platformsIn(province).some(({ id }) => id === choice.platform)
    app.applying.fillChoice({ province, ...(isThere ? {} : { platform: '' }) })
  }
  return (
    <ApplyingForm
      title={t(`apply.${kind}`)}
      act={t(isLast ? 'apply.submit' : 'apply.next')}
      onSubmit={checked.submit(() => void app.applying.putChoice())}
    >
      <StepBar kind={kind} here="certificate" />
      <Returned />
      <p className="second applying-lead">{t('apply.certificate.lead')}</p>
      <Select
        id="choice-province"
        name="province"
        label={t('apply.province')}
        placeholder={t('apply.choose')}
        value={choice.province}
        options={choices.provinces}
        isWrong={checked.isWrong('province')}
        note={checked.isWrong('province') ? t('apply.province.wrong') : undefined}
        onChange={chooseProvince}
      />
      <Select
        id="choice-platform"
        name="platform"
        label={t('apply.platform')}
        placeholder={t(choice.province === '' ? 'apply.platform.first' : 'apply.choose')}
        value={choice.platform}
        options={choice.province === '' ? [] : platformsIn(choice.province)}
        isWrong={checked.isWrong('platform')}
        note={checked.isWrong('platform') ? t('apply.platform.wrong') : undefined}
        onChange={(platform) => app.applying.fillChoice({ platform })}
      />
      <Organisations kind={kind} organisations={choices.organisations} isWrong={checked.isWrong('organisation')} />
    </ApplyingForm>
  )
}
