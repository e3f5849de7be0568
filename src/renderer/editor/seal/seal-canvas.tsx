import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlacementView, ProjectView, SealView } from '#ipc/views'
import { changeEditor } from '../../app/app.ts'
import { useApp, useAppState } from '../../app/context.tsx'
import { dropDraft, hover, moveTo, select, tellFittedZoom, zoomBy } from '../../app/seals.ts'
import { millimetres } from '../../format/quantity.ts'
import { IconButton } from '../../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { SealImage } from '../../kit/seal-image.tsx'
import { PagePicture } from '../page-picture.tsx'
import { placementsOn, samePage, sealOf, type ProjectPage } from '../pages.ts'
import { useRoom } from '../use-room.ts'
import { followPointer } from './drag.ts'
import { useDrawnSeals } from './drawn-seals.ts'
import { centreOf, fitZoom, pagePoint, scaleOf, screenPoint, snap, toPage, type PagePoint } from './geometry.ts'
import { Ruler } from './ruler.tsx'
import './seal-canvas.css'

const RULER = 18
const MARGIN = 10
const MARGIN_BELOW = 8
/** A page that begins before this many CSS pixels lies under the hints of the keys. */
const HINTS = 176
/** How near, in CSS pixels, a seal snaps. */
const SNAP = 5

/** What is shown for one seal: its place now, and whether it is being held. */
interface Shown {
  readonly key: string
  readonly placement: PlacementView | null
  readonly seal: SealView
  readonly point: PagePoint
  readonly selected: boolean
}

/** The frame around the selected seal, with its four corners. */
const Frame = () => (
  <span className="stamp-frame">
    <i />
    <i />
    <i />
    <i />
  </span>
)

interface SealCanvasProps {
  readonly project: ProjectView
  readonly page: ProjectPage
  readonly sheet: RefObject<HTMLDivElement | null>
}

/** The page with its seals, true to the millimetre: rulers, guides, read-out. */
export const SealCanvas = ({ project, page, sheet }: SealCanvasProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const editor = useAppState((state) => state.editor)
  const desk = useRef<HTMLDivElement>(null)
  const room = useRoom(desk)
  const [scrolled, setScrolled] = useState({ left: 0, top: 0 })
  const stopFollowing = useRef<(() => void) | null>(null)
  useEffect(() => () => stopFollowing.current?.(), [])

  const inset = editor.rulers ? RULER : 0
  const fitted = fitZoom(page.view, {
    width: room.width - inset - 2 * MARGIN,
    height: room.height - inset - MARGIN - MARGIN_BELOW,
  })
  useEffect(() => tellFittedZoom(fitted), [fitted])
  const zoom = editor.zoom === 'fit' ? fitted : editor.zoom
  const scale = scaleOf(zoom)
  const width = page.view.width * scale
  const height = page.view.height * scale
  const left = Math.max(inset + MARGIN, Math.round((room.width - width) / 2))
  const top = inset + MARGIN

  const { draft } = editor
  const here = placementsOn(project, page)
  const drawnSeals = useDrawnSeals(page, here)
  const shown: readonly Shown[] = [
    ...here.flatMap((placement): readonly Shown[] => {
      const seal = sealOf(project, placement.seal)
      const moving = draft?.placement === placement.id
      const point = moving ? draft.point : pagePoint(placement.left, placement.top)
      return seal ? [{ key: placement.id, placement, seal, point, selected: placement.id === editor.placement }] : []
    }),
    ...(draft && draft.placement === null && samePage(draft.at, page)
      ? [sealOf(project, draft.seal)].flatMap((seal): readonly Shown[] =>
          seal ? [{ key: 'draft', placement: null, seal, point: draft.point, selected: true }] : [],
        )
      : []),
  ]
  const held =
    shown.find(({ selected, placement }) => selected && (placement === null || placement.round === 0)) ?? null
  const centre = held && centreOf(held.point, held.seal)
  const others = shown.filter((one) => one !== held).map(({ point, seal }) => centreOf(point, seal))
  const aligned = held && snap(held.point, held.seal, page.view, others, 0.05)
  const alignment = aligned?.across ?? aligned?.down ?? null

  const begin = (event: ReactPointerEvent, one: Shown) => {
    const { placement, seal, point } = one
    if (event.button !== 0 || !placement) return
    event.stopPropagation()
    select(app, placement)
    if (placement.round > 0 || !project.writable) return
    const start = screenPoint(event.clientX, event.clientY)
    const rest = here
      .filter(({ id }) => id !== placement.id)
      .flatMap((other) => {
        const otherSeal = sealOf(project, other.seal)
        return otherSeal ? [centreOf(pagePoint(other.left, other.top), otherSeal)] : []
      })
    const at = (pointer: PointerEvent) => {
      const by = toPage(screenPoint(pointer.clientX - start.x, pointer.clientY - start.y), scale)
      const wanted = pagePoint(point.left + by.left, point.top + by.top)
      return snap(wanted, seal, page.view, rest, pointer.altKey ? 0 : SNAP / scale).point
    }
    let moved = false
    stopFollowing.current = followPointer({
      move: (pointer) => {
        moved ||= Math.hypot(pointer.clientX - start.x, pointer.clientY - start.y) > 2
        if (moved) hover(app, placement, at(pointer))
      },
      drop: (pointer) => {
        if (moved) void moveTo(app, at(pointer))
      },
      cancel: () => dropDraft(app),
    })
  }

  const toDesk = { x: left - scrolled.left, y: top - scrolled.top }
  return (
    <div className={`seal-canvas ${editor.rulers ? 'ruled' : ''}`}>
      <div
        ref={desk}
        className="seal-desk scroll"
        onScroll={({ currentTarget }) => setScrolled({ left: currentTarget.scrollLeft, top: currentTarget.scrollTop })}
        onPointerDown={() => select(app, null)}
        onWheel={(event) => {
          if (event.ctrlKey) zoomBy(app, event.deltaY < 0 ? 1 : -1)
        }}
      >
        {room.width > 0 && (
          <div className="seal-ground" style={{ width: left + width + MARGIN, height: top + height + MARGIN_BELOW }}>
            <div ref={sheet} className="sheet seal-sheet" data-scale={scale} style={{ left, top, width, height }}>
              <PagePicture
                project={project.id}
                page={page}
                width={width}
                height={height}
                onDrawn={drawnSeals.onDrawn}
              />
              {shown.map((one) => {
                const { key, placement, seal, point, selected } = one
                const signed = placement !== null && placement.round > 0
                const size = Math.max(seal.width, seal.height) * scale
                const style = {
                  left: point.left * scale,
                  top: point.top * scale,
                  width: seal.width * scale,
                  height: seal.height * scale,
                }
                return (
                  <div
                    key={key}
                    className={`stamp ${signed ? 'signed' : ''} ${selected ? 'selected' : ''} ${one === held && draft ? 'moving' : ''}`}
                    style={style}
                    role="button"
                    tabIndex={0}
                    aria-pressed={selected}
                    aria-label={t('seal.at', {
                      name: seal.name,
                      state: t(signed ? 'seal.signed' : 'seal.unsigned'),
                      left: millimetres(point.left),
                      top: millimetres(point.top),
                    })}
                    onPointerDown={(event) => begin(event, one)}
                    onFocus={(event) => {
                      if (event.currentTarget.matches(':focus-visible') && placement && !selected)
                        select(app, placement)
                    }}
                  >
                    {(placement === null || drawnSeals.isOver(placement)) && <SealImage seal={seal} size={size} />}
                    {selected && !signed && <Frame />}
                    {signed && (
                      <span className="stamp-mark">
                        <Icon name="check" size={12} />
                      </span>
                    )}
                  </div>
                )
              })}
            </div>
          </div>
        )}
      </div>
      {held && centre && editor.rulers && (
        <>
          <i
            className="guide down"
            style={{
              left: toDesk.x + centre.left * scale,
              top: RULER,
              height: Math.max(0, toDesk.y + held.point.top * scale - RULER),
            }}
          />
          <i
            className="guide across"
            style={{
              top: toDesk.y + centre.top * scale,
              left: RULER,
              width: Math.max(0, toDesk.x + held.point.left * scale - RULER - 8),
            }}
          />
          <i
            className="guide across"
            style={{
              top: toDesk.y + centre.top * scale,
              left: toDesk.x + (held.point.left + held.seal.width) * scale + 8,
              right: 0,
            }}
          />
        </>
      )}
      {held && (
        <output
          className="read-out"
          style={{
            left: toDesk.x + (held.point.left + held.seal.width) * scale + 12,
            top: Math.max(RULER + 4, toDesk.y + held.point.top * scale),
          }}
        >
          <em>{t('seal.left')}</em>
          {millimetres(held.point.left)}
          <em className="second-value">{t('seal.top')}</em>
          {millimetres(held.point.top)} mm
          {alignment && <span>{t(`seal.aligned.${alignment}`)}</span>}
        </output>
      )}
      {editor.rulers && (
        <>
          <Ruler
            along="across"
            side={page.view.width}
            scale={scale}
            offset={toDesk.x}
            covered={held ? [held.point.left * scale, held.seal.width * scale] : null}
          />
          <Ruler
            along="down"
            side={page.view.height}
            scale={scale}
            offset={toDesk.y}
            covered={held ? [held.point.top * scale, held.seal.height * scale] : null}
          />
          <div className="ruler-corner" aria-hidden="true">
            mm
          </div>
        </>
      )}
      {held && (
        <div className={`key-hints ${toDesk.x < HINTS ? 'over-page' : ''}`} aria-hidden="true">
          <span>
            <kbd>←↑→↓</kbd>
            {t('seal.hint.one')}
          </span>
          <span>
            <kbd>Shift</kbd>
            {t('seal.hint.ten')}
          </span>
          <span>
            <kbd>Esc</kbd>
            {t('seal.hint.back')}
          </span>
        </div>
      )}
      <div className="zoom">
        <IconButton icon="minimise" size={14} label={t('zoom.out')} onClick={() => zoomBy(app, -1)} />
        <span>{Math.round(zoom * 100)}%</span>
        <IconButton icon="add" size={14} label={t('zoom.in')} onClick={() => zoomBy(app, 1)} />
        <IconButton icon="fit" size={14} label={t('zoom.fit')} onClick={() => changeEditor(app, { zoom: 'fit' })} />
      </div>
    </div>
  )
}
