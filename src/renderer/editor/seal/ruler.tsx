import { useMemo } from 'react'
import { rulerTicks } from './geometry.ts'
import './ruler.css'

interface RulerProps {
  readonly along: 'across' | 'down'
  /** Millimetres of the page side. */
  readonly side: number
  readonly scale: number
  /** Where the page begins on the ruler, CSS pixels. */
  readonly offset: number
  /** What a seal covers, CSS pixels from the page's edge. */
  readonly covered: readonly [from: number, length: number] | null
}

/** A millimetre ruler whose zero is the page's edge; the extent of the selected seal is shaded. */
export const Ruler = ({ along, side, scale, offset, covered }: RulerProps) => {
  const ticks = useMemo(() => rulerTicks(side, scale), [side, scale])
  const across = along === 'across'
  return (
    <div className={`ruler ${along}`} aria-hidden="true">
      <svg width={across ? '100%' : 18} height={across ? 18 : '100%'}>
        <g transform={across ? `translate(${offset} 0)` : `translate(0 ${offset})`}>
          {covered && (
            <rect
              x={across ? covered[0] : 0}
              y={across ? 0 : covered[0]}
              width={across ? covered[1] : 18}
              height={across ? 18 : covered[1]}
            />
          )}
          {ticks.map(({ at, length, label }) => {
            const place = Math.round(at) + 0.5
            return (
              <g key={at}>
                <path d={across ? `M${place} 18v${-length}` : `M18 ${place}h${-length}`} />
                {label !== null && (
                  <text
                    {...(across
                      ? { x: place + 3, y: 9 }
                      : { transform: `translate(9 ${place + 3}) rotate(-90)`, textAnchor: 'end' })}
                  >
                    {label}
                  </text>
                )}
              </g>
            )
          })}
        </g>
      </svg>
    </div>
  )
}
