import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView, SealView } from '#ipc/views'
import { changeEditor } from '../../app/app.ts'
import { useApp, useAppState } from '../../app/context.tsx'
import { startJob } from '../../app/jobs.ts'
import { goToStep } from '../../app/projects.ts'
import { moveTo, nudgeSelected, place, placeInMiddle, select, signAll } from '../../app/seals.ts'
import { count, millimetres } from '../../format/quantity.ts'
import { Button } from '../../kit/button.tsx'
import { InlineField } from '../../kit/field.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { day } from '#resources/kit/time.ts'
import { SealImage } from '../../kit/seal-image.tsx'
import { documentsOf, isExpired, placementsOn, sealOf, unsigned, type ProjectPage } from '../pages.ts'
import { followPointer } from './drag.ts'
import { centredAt, centreOf, keepOnPage, pagePoint, screenPoint, snap, toPage } from './geometry.ts'
import { PageMap } from './page-map.tsx'
import { PlacementList } from './placement-list.tsx'
import './seal-panel.css'

interface PanelProps {
  readonly project: ProjectView
  readonly pages: readonly ProjectPage[]
  readonly page: ProjectPage
  readonly sheet: RefObject<HTMLDivElement | null>
}

interface Ghost {
  readonly seal: SealView
  readonly x: number
  readonly y: number
  readonly size: number
}

/** In the panel a small seal looks smaller than a large one, but never too small to be known. */
const tileSize = (seal: SealView) => Math.round(Math.min(54, Math.max(32, Math.max(seal.width, seal.height) * 1.3)))

/** The seals of the bidder: drag one onto the page, or press Enter to put it in the middle. */
const Seals = ({ project, page, sheet }: PanelProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const [ghost, setGhost] = useState<Ghost | null>(null)
  const stopFollowing = useRef<(() => void) | null>(null)
  useEffect(() => () => stopFollowing.current?.(), [])

  const begin = (event: ReactPointerEvent, seal: SealView) => {
    const target = sheet.current
    if (event.button !== 0 || !target || !project.writable) return
    const scale = Number(target.dataset['scale'])
    const size = Math.max(seal.width, seal.height) * scale
    const others = placementsOn(project, page).flatMap((placement) => {
      const other = sealOf(project, placement.seal)
      return other ? [centreOf(pagePoint(placement.left, placement.top), other)] : []
    })
    /** Where the seal would stand, or null while the pointer is not over the page. */
    const over = ({ clientX, clientY, altKey }: PointerEvent) => {
      const box = target.getBoundingClientRect()
      const inside = clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom
      if (!inside) return null
      const centre = toPage(screenPoint(clientX - box.left, clientY - box.top), scale)
      const wanted = keepOnPage(centredAt(centre, seal), seal, page.view)
      return snap(wanted, seal, page.view, others, altKey ? 0 : 5 / scale).point
    }
    const clear = () => {
      setGhost(null)
      changeEditor(app, { draft: null })
    }
    select(app, null)
    stopFollowing.current = followPointer({
      move: (pointer) => {
        const point = over(pointer)
        setGhost(point ? null : { seal, x: pointer.clientX, y: pointer.clientY, size })
        changeEditor(app, { draft: point ? { placement: null, seal: seal.id, at: page, point } : null })
      },
      drop: (pointer) => {
        const point = over(pointer)
        setGhost(null)
        if (point) void place(app, seal.id, page, point)
        else changeEditor(app, { draft: null })
      },
      cancel: clear,
    })
  }

  const bidder = project.bidderDetails
  const held = useAppState(({ editor }) =>
    editor.draft ? editor.draft.seal : project.placements.find(({ id }) => id === editor.placement)?.seal,
  )
  return (
    <section className="panel-section">
      <header>
        <h3>{t('seal.seals')}</h3>
        <span className="small quiet clip" title={bidder?.company}>
          {bidder?.company}
        </span>
      </header>
      {bidder ? (
        <div className="seal-tiles">
          {bidder.seals.map((seal) => {
            const expired = isExpired(seal, app.now())
            return (
              <button
                key={seal.id}
                type="button"
                className={`seal-tile ${seal.id === held ? 'held' : ''}`}
                disabled={!project.writable || expired}
                title={
                  expired
                    ? t('seal.expired.why', { name: seal.name, day: day(seal.validTo) })
                    : t('seal.drag', { name: seal.name })
                }
                onPointerDown={(event) => begin(event, seal)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return
                  event.preventDefault()
                  void placeInMiddle(app, seal)
                }}
              >
                <span className="seal-tile-picture">
                  <SealImage seal={seal} size={tileSize(seal)} />
                </span>
                <span className="clip">
                  {t(`seal.kind.${seal.kind}`)}
                  {expired && <span className="warn"> {t('seal.expired')}</span>}
                </span>
              </button>
            )
          })}
          {bidder.seals.length === 0 && <p className="small second seal-no-seals">{t('seal.no-seals')}</p>}
        </div>
      ) : (
        <div className="seal-no-bidder">
          <p className="small second">{t('seal.no-bidder')}</p>
          <Button
            icon="scan"
            disabled={!project.writable}
            onClick={() => void startJob(app, 'jobs.identify', { project: project.id })}
          >
            {t('tender.read')}
          </Button>
        </div>
      )}
      {ghost && (
        <div
          className="ghost"
          style={{ transform: `translate(${ghost.x - ghost.size / 2}px, ${ghost.y - ghost.size / 2}px)` }}
        >
          <SealImage seal={ghost.seal} size={ghost.size} />
        </div>
      )}
    </section>
  )
}

/** Left and top of the selected seal, in millimetres. */
const Position = ({ project }: { project: ProjectView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const selected = useAppState((state) => state.editor.placement)
  const draft = useAppState((state) => state.editor.draft)
  const placement = project.placements.find(({ id }) => id === selected) ?? null
  const [typed, setTyped] = useState<{ readonly side: 'left' | 'top'; readonly text: string } | null>(null)
  const point = draft ? draft.point : placement
  const fixed = !placement || placement.round > 0 || !project.writable

  const field = (side: 'left' | 'top') => (
    <InlineField
      label={t(`seal.${side}`)}
      unit="mm"
      inputMode="decimal"
      disabled={fixed}
      value={typed?.side === side ? typed.text : point ? millimetres(point[side]) : '–'}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTyped({ side, text: event.currentTarget.value })}
      onBlur={() => {
        const value = Number(typed?.text.replace(',', '.'))
        setTyped(null)
        if (typed?.side !== side || !point || !Number.isFinite(value)) return
        void moveTo(app, side === 'left' ? pagePoint(value, point.top) : pagePoint(point.left, value))
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setTyped(null)
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        const by = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1)
        setTyped(null)
        if (side === 'left') nudgeSelected(app, by, 0)
        else nudgeSelected(app, 0, by)
      }}
    />
  )
  return (
    <section className="panel-section">
      <header>
        <h3>{t('seal.position')}</h3>
        <span className="small quiet">{t('seal.from')}</span>
      </header>
      <div className="seal-position">
        {field('left')}
        {field('top')}
      </div>
    </section>
  )
}

export const SealPanel = (props: PanelProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const { project, pages, page } = props
  const waiting = unsigned(project).length
  const done = waiting === 0 && documentsOf(project).some(({ rounds }) => rounds > 0)
  return (
    <aside className="seal-panel scroll">
      <Seals {...props} />
      <Position key={project.id} project={project} />
      <PlacementList project={project} pages={pages} />
      <PageMap pages={pages} page={page} />
      <div className="panel-go">
        {done ? (
          <Button kind="main" size="large" onClick={() => goToStep(app, 5)}>
            {t('step.next', { step: t('step.5') })}
          </Button>
        ) : (
          <Button
            kind="act"
            size="large"
            title="Ctrl Enter"
            disabled={waiting === 0 || !project.writable}
            onClick={() => void signAll(app)}
          >
            {waiting > 0 ? t('seal.sign', { count: waiting, seals: count(waiting) }) : t('step.4')}
          </Button>
        )}
        <p>
          <Icon name="phone" size={14} />
          {t(done ? 'seal.all-signed' : 'seal.sign.how')}
        </p>
      </div>
    </aside>
  )
}
