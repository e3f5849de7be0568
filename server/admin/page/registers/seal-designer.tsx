import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { day } from '#resources/kit/time.ts'
import type { SealChoice, SealDesigns } from '../../seal-messages.ts'
import type { DesignedKind, SealKind } from '../api.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { Dialog } from '../dialog.tsx'
import { SealPreview } from './seal-preview.tsx'

export const SEAL_KINDS = ['company', 'contract', 'finance', 'legal-person'] as const satisfies readonly SealKind[]
const DESIGNED = ['company', 'contract', 'finance'] as const satisfies readonly DesignedKind[]
const LONGEST = { name: 40, line: 12 }

const KindChoice = <Kind extends SealKind>(props: {
  kinds: readonly Kind[]
  chosen: Kind
  onChange: (kind: Kind) => void
}) => {
  const { t } = useTranslation()
  return (
    <fieldset className="seal-kinds">
      <legend>{t('seals.kind')}</legend>
      {props.kinds.map((kind) => (
        <label key={kind}>
          <input type="radio" name="kind" checked={kind === props.chosen} onChange={() => props.onChange(kind)} />
          {t(`seal.${kind}`)}
        </label>
      ))}
    </fieldset>
  )
}

interface FieldProps {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly longest: number
  readonly onChange: (value: string) => void
}

const Field = ({ id, label, hint, value, longest, onChange }: FieldProps) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    <input
      id={id}
      value={value}
      maxLength={longest}
      autoComplete="off"
      onChange={({ target }) => onChange(target.value)}
    />
    {hint !== undefined && <span className="small quiet">{hint}</span>}
  </div>
)

interface DesignFormProps {
  readonly design: SealDesigns['designs'][number]
  readonly company: SealDesigns['company']
  readonly onChoice: (choice: SealChoice) => void
  readonly choice: SealChoice
  readonly onDrawn: (isGood: boolean) => void
}

const DesignForm = ({ design, company, choice, onChoice, onDrawn }: DesignFormProps) => {
  const { t } = useTranslation()
  const { kind, usual, savedBy, savedAt } = design
  return (
    <div className="designer">
      <div>
        <Field
          id="seal-line"
          label={t('seals.line')}
          hint={t('seals.line.rule')}
          value={choice.line}
          longest={LONGEST.line}
          onChange={(line) => onChoice({ ...choice, line })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={choice.hasCode}
            onChange={({ target }) => onChoice({ ...choice, hasCode: target.checked })}
          />
          {t('seals.with-code')}
        </label>
        <button type="button" className="button small" onClick={() => onChoice(usual)}>
          {t('seals.usual')}
        </button>
        <p className="small quiet">
          {savedBy === null || savedAt === null
            ? t('seals.not-saved')
            : t('seals.saved', { officer: savedBy, day: day(savedAt) })}
        </p>
      </div>
      <SealPreview
        draft={{ kind, name: company.name, line: choice.line, code: choice.hasCode ? company.creditCode : '' }}
        onDrawn={onDrawn}
      />
    </div>
  )
}

/** How a company's next seals of each kind will look. */
export const SealDesigner = ({ company, onClose }: { company: SealDesigns['company']; onClose: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const designs = useConsoleState((state) => state.designs)
  const maySave = useConsoleState(({ session }) => session?.roles.includes('authority') ?? false)
  const [kind, setKind] = useState<DesignedKind>('company')
  const [choices, setChoices] = useState<Partial<Record<DesignedKind, SealChoice>>>({})
  const [isGood, setGood] = useState(false)
  const { creditCode } = company
  useEffect(() => void console.loadDesigns(creditCode), [console, creditCode])
  const design = designs?.designs.find((each) => each.kind === kind)
  const choice = choices[kind] ?? design?.choice
  const isChanged = choice?.line !== design?.choice.line || choice?.hasCode !== design?.choice.hasCode
  return (
    <Dialog
      title={t('seals.design.title', { company: company.name })}
      act={t('seals.save')}
      isReady={maySave && isGood && isChanged}
      onAct={async () => choice !== undefined && console.saveDesign(creditCode, kind, choice)}
      onClose={onClose}
    >
      <p className="second">{t(maySave ? 'seals.design.why' : 'seals.design.look')}</p>
      <KindChoice kinds={DESIGNED} chosen={kind} onChange={setKind} />
      {design !== undefined && choice !== undefined && (
        <DesignForm
          design={design}
          company={company}
          choice={choice}
          onChoice={(changed) => setChoices({ ...choices, [kind]: changed })}
          onDrawn={setGood}
        />
      )}
    </Dialog>
  )
}

/** A seal of anybody, drawn to look at. */
export const SealTrial = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const [kind, setKind] = useState<SealKind>('company')
  const [typed, setTyped] = useState({ name: '', line: '', code: '' })
  const [isDrawn, setDrawn] = useState(false)
  const { name, line, code } = typed
  const isRound = kind !== 'legal-person'
  const draft = { kind, name: name.trim(), line: isRound ? line : '', code: isRound ? code.toUpperCase() : '' }
  return (
    <Dialog title={t('seals.trial')} act={t('act.done')} onAct={async () => true} onClose={onClose}>
      <p className="second">{t('seals.trial.why')}</p>
      <KindChoice kinds={SEAL_KINDS} chosen={kind} onChange={setKind} />
      <div className="designer">
        <div>
          <Field
            id="trial-name"
            label={isRound ? t('fact.company') : t('seals.legal-person')}
            value={name}
            longest={LONGEST.name}
            onChange={(text) => setTyped({ ...typed, name: text })}
          />
          {isRound && (
            <>
              <Field
                id="trial-line"
                label={t('seals.line')}
                hint={t('seals.line.rule')}
                value={line}
                longest={LONGEST.line}
                onChange={(text) => setTyped({ ...typed, line: text })}
              />
              <Field
                id="trial-code"
                label={t('fact.code')}
                value={code}
                longest={18}
                onChange={(text) => setTyped({ ...typed, code: text.replaceAll(/[^0-9A-Za-z]/g, '') })}
              />
            </>
          )}
        </div>
        {draft.name !== '' && <SealPreview draft={draft} onDrawn={setDrawn} />}
        <span className="unseen" role="status">
          {isDrawn && draft.name !== '' ? t('seals.drawn') : ''}
        </span>
      </div>
    </Dialog>
  )
}
