/** One amount a month as bars. The table below says the same in figures; readers of screens hear that one. */
interface BarsProps {
  readonly title: string
  readonly bars: readonly { readonly month: string; readonly value: number; readonly label: string }[]
}

const STEP = 64
const WIDTH = 36
const HEIGHT = 132
/** Above a bar stands its value, below it the month. */
const ROOM = { above: 20, below: 22 }

export const Bars = ({ title, bars }: BarsProps) => {
  const most = Math.max(...bars.map(({ value }) => value), 1)
  const base = ROOM.above + HEIGHT
  return (
    <svg
      className="bars"
      role="img"
      aria-label={title}
      viewBox={`0 0 ${bars.length * STEP} ${base + ROOM.below}`}
      style={{ maxWidth: bars.length * STEP }}
    >
      {bars.map(({ month, value, label }, i) => {
        const height = Math.round((value / most) * HEIGHT)
        const middle = i * STEP + STEP / 2
        return (
          <g key={month}>
            <rect x={middle - WIDTH / 2} y={base - height} width={WIDTH} height={height} />
            {value > 0 && (
              <text x={middle} y={base - height - 6}>
                {label}
              </text>
            )}
            <text x={middle} y={base + 16} className="month">
              {month.slice(2)}
            </text>
          </g>
        )
      })}
      <line x1={0} x2={bars.length * STEP} y1={base} y2={base} />
    </svg>
  )
}
