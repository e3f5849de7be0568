import { useRef } from 'react'
import { IconButton } from './button.tsx'
import './date-time-field.css'
import { Field } from './field.tsx'

interface DateTimeFieldProps {
  readonly label: string
  /** The name of the button that opens the calendar. */
  readonly pick: string
  /** Local time: 2026-11-27 09:00. */
  readonly value: string
  readonly problem: string | null
  readonly onChange: (value: string) => void
}

/**
 * A date and a time, written the same way in every language of the system; the system's own
 * calendar helps.
 */
export const DateTimeField = ({ label, pick, value, problem, onChange }: DateTimeFieldProps) => {
  const calendar = useRef<HTMLInputElement>(null)
  return (
    <div className="date-time">
      <Field
        label={label}
        required
        placeholder="2026-01-31 09:00"
        maxLength={16}
        value={value}
        problem={problem}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className="date-time-pick">
        <input
          ref={calendar}
          type="datetime-local"
          tabIndex={-1}
          aria-hidden="true"
          max="2099-12-31T23:59"
          value={value.replace(' ', 'T')}
          onChange={(event) => onChange(event.currentTarget.value.replace('T', ' '))}
        />
        <IconButton icon="calendar" label={pick} onClick={() => calendar.current?.showPicker()} />
      </div>
    </div>
  )
}
