import { useState } from 'react'
import './ring.css'

interface RingProps {
  /** Milliseconds left. */
  readonly left: number
  /** What the ring counts: when it changes, the ring begins anew. */
  readonly of: string
  readonly label: string
  readonly text: string
}

/** A countdown ring. Its full circle is what was left when the count began. */
export const Ring = ({ left, of, label, text }: RingProps) => {
  const [whole, setWhole] = useState({ of, left })
  if (whole.of !== of) setWhole({ of, left })
  const box = text.length > 2 ? 40 : 32
  const radius = box / 2 - 2
  const circle = 2 * Math.PI * radius
  const share = whole.left > 0 ? Math.max(0, Math.min(1, left / whole.left)) : 0
  return (
    <svg className="ring" width={box} height={box} viewBox={`0 0 ${box} ${box}`} role="img" aria-label={label}>
      <circle cx={box / 2} cy={box / 2} r={radius} className="ring-track" />
      <circle
        cx={box / 2}
        cy={box / 2}
        r={radius}
        className="ring-left"
        strokeDasharray={`${circle * share} ${circle}`}
        transform={`rotate(-90 ${box / 2} ${box / 2})`}
      />
      <text x={box / 2} y={box / 2} dy=".36em">
        {text}
      </text>
    </svg>
  )
}
