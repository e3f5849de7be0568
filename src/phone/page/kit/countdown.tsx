import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countdown } from '../format/time.ts'
import './countdown.css'

const RADIUS = 20
const CIRCLE = 2 * Math.PI * RADIUS

/** The time now, told again every second. */
export const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A ring that empties until a time; it is full at what was left when it was first drawn. */
export const Countdown = ({ until }: { until: number }) => {
  const { t } = useTranslation()
  const now = useNow()
  const [begun] = useState(now)
  const left = Math.max(0, until - now)
  const share = until > begun ? left / (until - begun) : 0
  const text = countdown(left)
  return (
    <svg
      className="countdown"
      width="44"
      height="44"
      viewBox="0 0 44 44"
      role="img"
      aria-label={t('confirm.left', { left: text })}
    >
      <circle cx="22" cy="22" r={RADIUS} className="countdown-track" />
      <circle
        cx="22"
        cy="22"
        r={RADIUS}
        className="countdown-left"
        strokeDasharray={`${CIRCLE * share} ${CIRCLE}`}
        transform="rotate(-90 22 22)"
      />
      <text x="22" y="22" dy=".36em">
        {text}
      </text>
    </svg>
  )
}
