import type { InputHTMLAttributes, ReactNode } from 'react'
import './field.css'

interface FieldProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'type'
  | 'inputMode'
  | 'autoComplete'
  | 'autoCapitalize'
  | 'maxLength'
  | 'enterKeyHint'
  | 'min'
  | 'max'
  | 'disabled'
  | 'onBlur'
> {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isWrong: boolean
  /** What is wrong, or what is good to know. */
  readonly note?: string | undefined
  readonly mono?: boolean
  /** Beside the input. */
  readonly action?: ReactNode
}

/** One line to fill in, with what is wrong under it. */
export const Field = ({ id, label, value, onChange, isWrong, note, mono = false, action, ...rest }: FieldProps) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    <div className="field-line">
      <input
        {...rest}
        id={id}
        value={value}
        className={mono ? 'mono' : ''}
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {action}
    </div>
    {note && (
      <p id={`${id}-note`} className={`small ${isWrong ? 'bad' : 'quiet'}`}>
        {note}
      </p>
    )}
  </div>
)
