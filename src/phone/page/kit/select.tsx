import './field.css'

interface SelectProps {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What stands there before something is chosen. */
  readonly placeholder?: string
  readonly options: readonly { readonly id: string; readonly name: string }[]
  readonly isWrong?: boolean
  readonly note?: string | undefined
}

/** One of several, in a list that the phone opens. */
export const Select = ({
  id,
  name,
  label,
  value,
  onChange,
  placeholder,
  options,
  isWrong = false,
  note,
}: SelectProps) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    <select
      id={id}
      name={name}
      value={value}
      aria-invalid={isWrong}
      aria-describedby={note ? `${id}-note` : undefined}
      onChange={(event) => onChange(event.target.value)}
    >
      {placeholder !== undefined && (
        <option value="" disabled>
          {placeholder}
        </option>
      )}
      {options.map((option) => (
        <option key={option.id} value={option.id}>
          {option.name}
        </option>
      ))}
    </select>
    {note && (
      <p id={`${id}-note`} className={`small ${isWrong ? 'bad' : 'quiet'}`}>
        {note}
      </p>
    )}
  </div>
)
