import { useTranslation } from 'react-i18next'
import { DateTimeField } from '../kit/date-time-field.tsx'
import { Field } from '../kit/field.tsx'
import { LENGTHS, type Problem, type TenderDraft } from './tender-form.ts'
import './tender-inputs.css'

interface TenderInputsProps {
  readonly draft: TenderDraft
  readonly problems: Partial<Record<keyof TenderDraft, Problem>>
  readonly onChange: (draft: TenderDraft) => void
}

/** The five facts of a tender, for a new project and for changing one. */
export const TenderInputs = ({ draft, problems, onChange }: TenderInputsProps) => {
  const { t } = useTranslation()
  const bind = (name: keyof TenderDraft) => ({
    value: draft[name],
    problem: problems[name] ? t(problems[name]) : null,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...draft, [name]: event.currentTarget.value }),
  })
  return (
    <div className="tender-inputs">
      <div className="tender-wide">
        <Field
          label={t('tender.name')}
          placeholder={t('tender.name.example')}
          maxLength={LENGTHS.tenderName}
          required
          data-first
          {...bind('tenderName')}
        />
      </div>
      <Field label={t('tender.id')} maxLength={LENGTHS.tenderId} {...bind('tenderId')} />
      <Field label={t('tender.lot')} maxLength={LENGTHS.lot} {...bind('lot')} />
      <Field label={t('tender.tenderee')} maxLength={LENGTHS.tenderee} {...bind('tenderee')} />
      <DateTimeField
        label={t('tender.opening')}
        pick={t('tender.pick')}
        value={draft.openingTime}
        problem={problems.openingTime ? t(problems.openingTime) : null}
        onChange={(openingTime) => onChange({ ...draft, openingTime })}
      />
    </div>
  )
}
