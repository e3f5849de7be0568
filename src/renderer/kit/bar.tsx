import './bar.css'

/** A progress bar; without a value it only says that something is under way. */
export const Bar = ({ value, label }: { value: number | null; label: string }) => (
  <div
    className="bar"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    {...(value === null ? {} : { 'aria-valuenow': value })}
  >
    <i className={value === null ? 'bar-unknown' : ''} style={value === null ? {} : { width: `${value}%` }} />
  </div>
)
