import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Application } from './flow.ts'
import type { PdfPages } from './pdf-pages.ts'
import type { Size } from './view.ts'

export type File = Application['files'][number]

/** Where the server hands out a file of an application. */
export const addressOf = (application: string, file: string): string =>
  `/api/console/applications/${application}/files/${file}`

interface PictureProps {
  readonly address: string
  readonly label: string
  readonly className?: string
  readonly onSize: (size: Size) => void
  readonly onFail: () => void
}

/** A photograph, as the server has drawn it again. */
export const Photograph = ({ address, label, onSize, onFail, ...more }: PictureProps) => (
  <img
    {...more}
    src={address}
    alt={label}
    draggable={false}
    onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => onSize({ width, height })}
    onError={onFail}
  />
)

const open = async (address: string): Promise<PdfPages> => {
  const { openPages } = await import('./pdf-pages.ts')
  const answer = await fetch(address, { cache: 'no-store' })
  if (!answer.ok) throw new TypeError('no file')
  return openPages(new Uint8Array(await answer.arrayBuffer()))
}

interface PagesProps extends PictureProps {
  /** From 1. */
  readonly page: number
  readonly onCount: (count: number) => void
}

/** As a picture that the browser scales well. */
const pictureOf = (drawn: ImageData): string => {
  const canvas = document.createElement('canvas')
  canvas.width = drawn.width
  canvas.height = drawn.height
  canvas.getContext('2d')?.putImageData(drawn, 0, 0)
  return canvas.toDataURL()
}

/** A page of a PDF. */
export const PdfPage = ({ address, label, page, onCount, onFail, ...more }: PagesProps) => {
  const { t } = useTranslation()
  const [pages, setPages] = useState<PdfPages | null>(null)
  const told = useRef({ onCount, onFail })
  useLayoutEffect(() => {
    told.current = { onCount, onFail }
  })
  useEffect(() => {
    let opened: PdfPages | null = null
    let isOver = false
    const show = async (): Promise<void> => {
      try {
        opened = await open(address)
        if (isOver) return opened.close()
        told.current.onCount(opened.count)
        setPages(opened)
      } catch {
        /** Whatever it is, the officer is told that it cannot be shown. */
        if (!isOver) told.current.onFail()
      }
    }
    void show()
    return () => {
      isOver = true
      setPages(null)
      opened?.close()
    }
  }, [address])
  const drawn = useMemo(() => pages && pictureOf(pages.draw(Math.min(page, pages.count))), [pages, page])
  if (drawn === null) return null
  return <Photograph {...more} address={drawn} label={t('review.page-of', { name: label, page })} onFail={onFail} />
}
