import { useTranslation } from 'react-i18next'
import { ID_TYPES } from '#core/application/form'
import { day } from '#resources/kit/time.ts'
import { useApp, useApplyingState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { Field } from '../kit/field.tsx'
import { Note } from '../kit/note.tsx'
import { Select } from '../kit/select.tsx'
import { isDoubtful, isOver, saysCode, wrongCompany, type CompanyField } from './draft.ts'
import { ApplyingForm, useChecked } from './form.tsx'
import { PhotoField } from './photo-field.tsx'
import { Returned } from './returned.tsx'
import { StepBar } from './step-bar.tsx'

/** Places of an identity card's number: a whole one is judged while it is typed. */
const WHOLE = 18

const Doubt = () => {
  const { t } = useTranslation()
  const company = useApplyingState((state) => state.draft.company)
  if (!isDoubtful(company)) return null
  return (
    <Note tone="warn" icon="alert" title={t('apply.doubt')}>
      {t('apply.doubt.why')}
    </Note>
  )
}

/** Whether the code on the licence says the same. */
const ReadCode = () => {
  const { t } = useTranslation()
  const company = useApplyingState((state) => state.draft.company)
  const licence = useApplyingState((state) => state.licence)
  if (licence === null) return null
  if (saysCode(company, licence.creditCode))
    return (
      <p className="small quiet" role="status">
        {t('apply.licence.read')}
      </p>
    )
  return (
    <Note tone="warn" icon="alert" title={t('apply.licence.differs')}>
      {t('apply.licence.differs.why', { code: licence.creditCode })}
    </Note>
  )
}

/** The last day of the licence, or none. */
const Validity = ({ isWrong, note }: { isWrong: boolean; note: string | undefined }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { isLongTerm, until } = useApplyingState((state) => state.draft.company)
  return (
    <>
      <Field
        id="company-licenceUntil"
        name="licenceUntil"
        type="date"
        label={t('apply.company.licenceUntil')}
        disabled={isLongTerm}
        max="2199-12-31"
        value={isLongTerm ? '' : until}
        isWrong={isWrong}
        note={note}
        onChange={(value) => app.applying.fillCompany({ until: value })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={isLongTerm}
          onChange={({ target }) => app.applying.fillCompany({ isLongTerm: target.checked })}
        />
        {t('apply.company.long-term')}
      </label>
    </>
  )
}

/** Where the company has an administrator already. */
const JoinInstead = () => {
  const { t } = useTranslation()
  const app = useApp()
  const creditCode = useApplyingState((state) => state.error?.details['creditCode'])
  const isClaimed = useApplyingState((state) => state.error?.code === 'company-claimed')
  if (!isClaimed || typeof creditCode !== 'string') return null
  return <Button onClick={() => app.open({ at: 'join', creditCode })}>{t('apply.join.instead')}</Button>
}

/** What a takeover brings with it. */
const TakeoverNote = () => {
  const { t } = useTranslation()
  return (
    <Note tone="warn" icon="alert" title={t('apply.takeover.note')}>
      {t('apply.takeover.why')}
    </Note>
  )
}

/** Step 1 of a claim or a takeover: what the business licence says. */
export const CompanyStep = ({ isBegun }: { isBegun: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  const today = day(useNow())
  const company = useApplyingState((state) => state.draft.company)
  const kind = useApplyingState(({ application, draft }) =>
    (isBegun ? application?.kind : draft.companyFor) === 'takeover' ? 'takeover' : 'claim',
  )
  const isTakeover = kind === 'takeover'
  const isSending = useApplyingState(({ pictures }) => pictures.licence !== null && pictures.licence.error === null)
  const wrong = wrongCompany(company)
  const checked = useChecked<CompanyField>(wrong)
  const isWholeCard = company.idType === 'identity-card' && company.idNumber.replaceAll(/\s/g, '').length >= WHOLE
  const isWrong = (name: CompanyField): boolean =>
    checked.isWrong(name) || (name === 'idNumber' && isWholeCard && wrong.includes(name))
  const field = (name: Exclude<CompanyField, 'licence' | 'idType' | 'licenceUntil'>) => ({
    id: `company-${name}`,
    name,
    label: t(`apply.company.${name}`),
    value: company[name],
    isWrong: isWrong(name),
    note: isWrong(name) ? t(`apply.company.${name}.wrong`) : undefined,
    onChange: (value: string) => app.applying.fillCompany({ [name]: value }),
    onBlur: () => company[name] !== '' && checked.leave(name),
  })
  /** Whose company it is to be stands already. */
  const fixed = isTakeover ? { note: t('apply.takeover.fixed') } : {}
  const validityNote = () => {
    if (isWrong('licenceUntil')) return t('apply.company.licenceUntil.wrong')
    return isOver(company, today) ? t('apply.company.licenceUntil.over') : undefined
  }
  return (
    <ApplyingForm
      title={t(`apply.${kind}`)}
      act={t('apply.next')}
      remedy={<JoinInstead />}
      onSubmit={checked.submit(() => void app.applying.putCompany())}
    >
      <StepBar kind={kind} here="company" />
      {isTakeover && <TakeoverNote />}
      <Returned />
      <PhotoField
        purpose="licence"
        label={t('apply.company.licence')}
        hint={t('apply.company.licence.why')}
        upload={company.licence}
        problem={isWrong('licence') ? t(isSending ? 'apply.photo.wait' : 'apply.company.licence.wrong') : undefined}
      />
      <Field {...field('name')} autoComplete="organization" maxLength={100} disabled={isTakeover} {...fixed} />
      <Field
        {...field('creditCode')}
        mono
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={30}
        disabled={isBegun || isTakeover}
        {...(isBegun ? { note: t('apply.company.creditCode.fixed') } : {})}
        {...fixed}
      />
      <ReadCode />
      <Doubt />
      <Field {...field('legalPerson')} autoComplete="off" maxLength={50} />
      <Select
        id="company-idType"
        name="idType"
        label={t('apply.company.idType')}
        value={company.idType}
        options={ID_TYPES.map((id) => ({ id, name: t(`apply.id-type.${id}`) }))}
        onChange={(value) =>
          app.applying.fillCompany({ idType: ID_TYPES.find((each) => each === value) ?? 'identity-card' })
        }
      />
      <Field {...field('idNumber')} mono autoComplete="off" autoCapitalize="characters" maxLength={24} />
      <Validity isWrong={isWrong('licenceUntil')} note={validityNote()} />
    </ApplyingForm>
  )
}
