import { useMemo } from 'react'
import { drawQr, MARGIN, moduleSize } from './qr.ts'
import './qr-code.css'

/** A QR code as large as fits into `room` CSS pixels, on white with its margin. */
export const QrCode = ({ text, room, label }: { text: string; room: number; label: string }) => {
  const { modules, path } = useMemo(() => drawQr(text), [text])
  const whole = modules + 2 * MARGIN
  const side = whole * moduleSize(modules, room)
  return (
    <svg
      className="qr"
      width={side}
      height={side}
      viewBox={`${-MARGIN} ${-MARGIN} ${whole} ${whole}`}
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  )
}
