import { useEffect, useRef } from 'react'
import type { SealView } from '#ipc/views'
import { drawSeal, picturesOf } from './seal-pictures.ts'

interface SealImageProps {
  readonly seal: SealView
  /** The longer side, CSS pixels. */
  readonly size: number
  /** Its name for those who cannot see it; without one it is decoration. */
  readonly label?: string
  readonly className?: string
}

/** A seal's own picture, smooth at every size and sharp on every screen. */
export const SealImage = ({ seal, size, label, className = '' }: SealImageProps) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scale = size / Math.max(seal.width, seal.height)
  const width = seal.width * scale
  const height = seal.height * scale

  useEffect(() => {
    let stale = false
    const draw = async () => {
      const pictures = await picturesOf(seal.image)
      const target = canvas.current
      if (stale || !target) return
      target.width = Math.max(1, Math.round(width * devicePixelRatio))
      target.height = Math.max(1, Math.round(height * devicePixelRatio))
      drawSeal(target, pictures)
    }
    draw().catch(() => undefined)
    return () => {
      stale = true
    }
  }, [seal.image, width, height])

  return (
    <canvas
      ref={canvas}
      className={className}
      style={{ width, height, display: 'block' }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  )
}
