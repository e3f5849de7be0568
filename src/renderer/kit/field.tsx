import { useId, type InputHTMLAttributes, type ReactNode } from 'react'
import './field.css'
import { Icon, type IconName } from '#resources/kit/icon.tsx'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> {
  readonly label: string
  readonly hint?: string
  readonly problem?: string | null
}

/** A labelled input for forms: the label above, a hint or what is wrong below. */
export const Field = ({ label, hint, problem, ...input }: FieldProps) => {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {input.required && <span className="field-required">*</span>}
      </label>
      <input
        id={id}
        className="input"
        aria-invalid={Boolean(problem)}
        aria-describedby={hint || problem ? `${id}-note` : undefined}
        {...input}
      />
      {(problem || hint) && (
        <p id={`${id}-note`} className={problem ? 'small bad' : 'small quiet'}>
          {problem ?? hint}
        </p>
      )}
    </div>
  )
}

interface InlineFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className'> {
  readonly label?: string
  readonly icon?: IconName
  readonly unit?: string
  readonly after?: ReactNode
}

/** An input with its label inside at the left and its unit at the right. */
export const InlineField = ({ label, icon, unit, after, ...input }: InlineFieldProps) => (
  <label className="inline-field">
    {icon && <Icon name={icon} />}
    {label && <span className="quiet">{label}</span>}
    <input {...input} />
    {unit && <span className="small quiet">{unit}</span>}
    {after}
  </label>
)

interface CheckProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly children: ReactNode
}

export const Check = ({ checked, onChange, disabled = false, children }: CheckProps) => (
  <label className="check">
    <input
      type="checkbox"
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>{children}</span>
  </label>
)
