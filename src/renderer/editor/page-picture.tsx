import { useEffect, useEffectEvent, useRef } from 'react'
import { useApp } from '../app/context.tsx'
import './page-picture.css'
import type { ProjectPage } from './pages.ts'

interface PagePictureProps {
  readonly project: string
  readonly page: ProjectPage
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** The picture of this page, in this version, is on screen. */
  readonly onDrawn?: (page: ProjectPage) => void
}

/** Widths in device pixels are asked for in steps, so that a zoom does not ask for every one of them. */
const STEP = 64
const deviceWidth = (width: number) => {
  const pixels = Math.ceil(width * devicePixelRatio)
  return Math.min(4096, Math.max(16, pixels <= 2 * STEP ? pixels : Math.ceil(pixels / STEP) * STEP))
}

/**
 * The picture of a page: at once what there is of it, then the sharp one. A page whose document has
 * changed looks as before until its new picture is there; another page is white until then.
 */
export const PagePicture = ({ project, page, width, height, onDrawn }: PagePictureProps) => {
  const { pictures } = useApp()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { document, page: number, sha256 } = page
  const wanted = deviceWidth(width)
  const onScreen = useRef('')
  const drawn = useEffectEvent(() => onDrawn?.(page))

  useEffect(() => {
    const target = canvas.current
    if (!target) return
    const name = `${project}/${document}/${number}`
    const draw = (picture: ImageBitmap) => {
      target.width = picture.width
      target.height = picture.height
      target.getContext('2d')?.drawImage(picture, 0, 0)
      delete target.dataset['failed']
      onScreen.current = name
      drawn()
    }
    const rough = pictures.peek({ project, document, page: number }, sha256)
    if (rough) draw(rough)
    else if (onScreen.current !== name) {
      target.getContext('2d')?.clearRect(0, 0, target.width, target.height)
      onScreen.current = ''
    }

    const gone = new AbortController()
    pictures
      .get({ project, document, page: number, width: wanted }, sha256, gone.signal)
      .then((picture) => {
        if (!gone.signal.aborted) draw(picture)
      })
      .catch(() => {
        if (!gone.signal.aborted) target.dataset['failed'] = 'true'
      })
    return () => gone.abort()
  }, [pictures, project, document, number, sha256, wanted])

  return <canvas ref={canvas} className="page-picture" style={{ width, height }} aria-hidden="true" />
}
