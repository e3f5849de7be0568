import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import { minute } from '../format.ts'
import type { Application } from './flow.ts'
import { addressOf, PdfPage, Photograph, type File } from './picture.tsx'
import { fitOf, moved, turned, WHOLE, zoomed, type Looking, type Size } from './view.ts'

/** What the screen's keys do to the picture. */
export interface ViewerHandle {
  turn(): void
  zoom(by: 1 | -1): void
  fit(): void
  /** To another picture, or page of a PDF. */
  step(by: 1 | -1): void
}

const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: 80, y: 0 },
  ArrowRight: { x: -80, y: 0 },
  ArrowUp: { x: 0, y: 80 },
  ArrowDown: { x: 0, y: -80 },
}

const kilobytes = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`

const Tool = ({ icon, name, onClick }: { icon: IconName; name: string; onClick: () => void }) => (
  <button type="button" className="tool" title={name} aria-label={name} onClick={onClick}>
    <Icon name={icon} />
  </button>
)

/** How large an element is now. */
const useSize = () => {
  const frame = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { frame, size }
}

interface CanvasProps {
  readonly application: string
  readonly file: File
  readonly page: number
  readonly looking: Looking
  readonly onLook: (change: (looking: Looking) => Looking) => void
  readonly onCount: (count: number) => void
}

/** The picture in its frame: dragged by the mouse, moved by arrows. */
const Frame = ({ application, file, page, looking, onLook, onCount }: CanvasProps) => {
  const { t } = useTranslation()
  const { frame, size } = useSize()
  const [picture, setPicture] = useState<Size | null>(null)
  const [isFailed, setFailed] = useState(false)
  const held = useRef<{ x: number; y: number } | null>(null)
  const room = { width: Math.max(1, size.width - 48), height: Math.max(1, size.height - 40) }
  const move = (by: { x: number; y: number }) =>
    picture !== null && onLook((before) => moved(before, by, picture, room))
  const onKeyDown = (event: KeyboardEvent) => {
    const by = ARROWS[event.key]
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    move(by)
  }
  const onPointerDown = (event: PointerEvent) => {
    held.current = { x: event.clientX, y: event.clientY }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = ({ clientX: x, clientY: y }: PointerEvent) => {
    if (held.current === null) return
    move({ x: x - held.current.x, y: y - held.current.y })
    held.current = { x, y }
  }
  const drop = () => {
    held.current = null
  }
  const scale = picture === null ? 0 : fitOf(picture, room, looking.turns) * looking.zoom
  const label = t(`file.${file.purpose}`)
  const shown = {
    ...{ label, address: addressOf(application, file.id), className: 'sheet' },
    ...{ onSize: setPicture, onFail: () => setFailed(true) },
  }
  return (
    <div
      ref={frame}
      className="frame"
      tabIndex={0}
      role="group"
      aria-label={t('review.frame', { name: label })}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={drop}
      onPointerCancel={drop}
      onDoubleClick={() =>
        onLook((before) => (before.zoom === 1 ? { ...before, zoom: 2 } : { ...WHOLE, turns: before.turns }))
      }
    >
      <div
        className="moved"
        style={{
          transform: `translate(${looking.x}px, ${looking.y}px) rotate(${looking.turns * 90}deg) scale(${scale})`,
        }}
      >
        {file.type === 'application/pdf' ? (
          <PdfPage {...shown} page={page} onCount={onCount} />
        ) : (
          <Photograph {...shown} />
        )}
      </div>
      {isFailed && (
        <p className="note bad" role="alert">
          <Icon name="alert" />
          {t('review.no-picture')}
        </p>
      )}
    </div>
  )
}

interface ViewerProps {
  readonly application: Application
  /** Given how the screen's keys reach the picture. */
  readonly onReady: (handle: ViewerHandle | null) => void
}

/** The pictures of an application, one at a time. */
export const Viewer = ({ application: { id, files }, onReady }: ViewerProps) => {
  const { t } = useTranslation()
  const [at, setAt] = useState(0)
  const [page, setPage] = useState(1)
  const [count, setCount] = useState(1)
  const [looking, setLooking] = useState<Looking>(WHOLE)
  const file = files[at]
  const choose = (next: number) => {
    setAt(next)
    setPage(1)
    setCount(1)
    setLooking(WHOLE)
  }
  const turnPage = (next: number) => {
    setPage(next)
    setLooking(WHOLE)
  }
  const step = (by: 1 | -1) => {
    if (page + by >= 1 && page + by <= count) return turnPage(page + by)
    if (files.length > 0) choose((at + by + files.length) % files.length)
  }
  const turn = () => setLooking(turned)
  const zoom = (by: 1 | -1) => setLooking((before) => zoomed(before, by))
  const fit = () => setLooking(({ turns }) => ({ ...WHOLE, turns }))
  useLayoutEffect(() => {
    onReady({ turn, zoom, fit, step })
    return () => onReady(null)
  })
  if (file === undefined)
    return (
      <section className="viewer" aria-label={t('review.files')}>
        <p className="nothing second">{t('review.no-files')}</p>
      </section>
    )
  return (
    <section className="viewer" aria-label={t('review.files')}>
      <header>
        <div className="files" role="group" aria-label={t('review.files')}>
          {files.map((each, place) => (
            <button key={each.id} type="button" aria-pressed={place === at} onClick={() => choose(place)}>
              {t(`file.${each.purpose}`)}
            </button>
          ))}
        </div>
        <span className="grow" />
        {count > 1 && (
          <>
            <Tool icon="left" name={t('review.page.before')} onClick={() => turnPage(Math.max(1, page - 1))} />
            <span className="small">{t('review.page', { page, count })}</span>
            <Tool icon="right" name={t('review.page.after')} onClick={() => turnPage(Math.min(count, page + 1))} />
          </>
        )}
        <Tool icon="redo" name={t('review.turn')} onClick={turn} />
        <Tool icon="minimise" name={t('review.smaller')} onClick={() => zoom(-1)} />
        <button type="button" className="tool percent small" title={t('review.fit')} onClick={fit}>
          {Math.round(looking.zoom * 100)}%
        </button>
        <Tool icon="add" name={t('review.larger')} onClick={() => zoom(1)} />
      </header>
      <Frame
        key={`${id} ${file.id}`}
        application={id}
        file={file}
        page={page}
        looking={looking}
        onLook={setLooking}
        onCount={setCount}
      />
      <footer className="small second">
        <span>
          {t('review.file', { type: file.type.split('/')[1]?.toUpperCase(), size: kilobytes(file.size) })}
          {t('mark.comma')}
          {t(file.type === 'application/pdf' ? 'review.uploaded' : 'review.redrawn', { time: minute(file.at) })}
        </span>
        <span className="quiet">{t('review.drag')}</span>
      </footer>
    </section>
  )
}
