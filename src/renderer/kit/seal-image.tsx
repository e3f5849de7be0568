import { useEffect, useRef } from 'react'
import type { SealView } from '#ipc/views'

interface SealImageProps {
  readonly seal: SealView
  /** The longer side, CSS pixels. */
  readonly size: number
  /** Its name for those who cannot see it; without one it is decoration. */
  readonly label?: string
  readonly className?: string
}

/** A seal's own picture, decoded off the main thread, sharp on every screen. */
export const SealImage = ({ seal, size, label, className = '' }: SealImageProps) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scale = size / Math.max(seal.width, seal.height)
  const width = seal.width * scale
  const height = seal.height * scale

  useEffect(() => {
    let stale = false
    const pixels = { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) }
    const draw = async () => {
      const picture = await createImageBitmap(new Blob([new Uint8Array(seal.image)], { type: 'image/png' }), {
        resizeWidth: Math.max(1, pixels.width),
        resizeHeight: Math.max(1, pixels.height),
        resizeQuality: 'high',
      })
      const target = canvas.current
      if (!stale && target) {
        target.width = pixels.width
        target.height = pixels.height
        target.getContext('2d')?.drawImage(picture, 0, 0)
      }
      picture.close()
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
