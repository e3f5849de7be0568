import { useEffect, useRef } from 'react'
import type { SealSummary } from '#agent/views'

interface PictureProps {
  readonly bytes: Uint8Array
  readonly type: 'image/png' | 'image/jpeg'
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** Its name for those who cannot see it; empty where it is decoration. */
  readonly label: string
  readonly className?: string
}

/** A picture that is held as bytes. */
export const Picture = ({ bytes, type, width, height, label, className = '' }: PictureProps) => {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }))
    if (image.current) image.current.src = address
    return () => URL.revokeObjectURL(address)
  }, [bytes, type])
  return <img ref={image} className={className} style={{ width, height }} alt={label} draggable={false} />
}

/** A seal, with its longer side so many CSS pixels. */
export const SealPicture = ({ seal, size, label = '' }: { seal: SealSummary; size: number; label?: string }) => {
  const scale = size / Math.max(seal.width, seal.height)
  return (
    <Picture
      bytes={seal.image}
      type="image/png"
      width={seal.width * scale}
      height={seal.height * scale}
      label={label}
      className="seal-picture"
    />
  )
}
