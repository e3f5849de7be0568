import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView } from '#ipc/views'
import { changeEditor } from '../../app/app.ts'
import { useApp, useAppState } from '../../app/context.tsx'
import { showPage } from '../../app/seals.ts'
import { count } from '../../format/quantity.ts'
import { Button } from '../../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { SealImage } from '../../kit/seal-image.tsx'
import { PagePicture } from '../page-picture.tsx'
import { placementsOn, samePage, sealOf, type ProjectPage } from '../pages.ts'
import { useRoom } from '../use-room.ts'
import { useDrawnSeals } from './drawn-seals.ts'
import { ROW_HEIGHT, rowsInSight, thumbnailRows, thumbnailScale } from './thumbnail-rows.ts'
import './thumbnails.css'

interface ThumbnailProps {
  readonly project: ProjectView
  readonly page: ProjectPage
  readonly current: boolean
}

const Thumbnail = ({ project, page, current }: ThumbnailProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const scale = thumbnailScale(page.view)
  const placements = placementsOn(project, page)
  const { onDrawn, isOver } = useDrawnSeals(page, placements)
  const label = t('thumb.page', { page: count(page.number), state: t(`page-state.${page.state}`) })
  return (
    <button
      type="button"
      className="thumb"
      aria-current={current}
      aria-label={label}
      title={label}
      onClick={() => showPage(app, page)}
    >
      <span className="thumb-room">
        <span className="thumb-sheet">
          <PagePicture
            project={project.id}
            page={page}
            width={page.view.width * scale}
            height={page.view.height * scale}
            onDrawn={onDrawn}
          />
          {placements.filter(isOver).map((placement) => {
            const seal = sealOf(project, placement.seal)
            return (
              seal && (
                <span key={placement.id} style={{ left: placement.left * scale, top: placement.top * scale }}>
                  <SealImage seal={seal} size={Math.max(seal.width, seal.height) * scale} />
                </span>
              )
            )
          })}
        </span>
      </span>
      <span className="thumb-foot">
        {count(page.number)}
        {page.state === 'signed' ? (
          <span className="good">
            <Icon name="check" size={12} />
          </span>
        ) : (
          <i className={page.state} />
        )}
      </span>
    </button>
  )
}

/** Pages of the whole project in two columns; only those in sight are drawn. */
export const Thumbnails = ({ project, pages }: { project: ProjectView; pages: readonly ProjectPage[] }) => {
  const { t } = useTranslation()
  const app = useApp()
  const at = useAppState((state) => state.editor.page)
  const onlyUnsealed = useAppState((state) => state.editor.onlyUnsealed)
  const scroller = useRef<HTMLDivElement>(null)
  const room = useRoom(scroller)
  const [from, setFrom] = useState(0)

  const shown = useMemo(
    () => (onlyUnsealed ? pages.filter(({ state }) => state === 'bare') : pages),
    [pages, onlyUnsealed],
  )
  const { rows, height } = useMemo(() => thumbnailRows(project.parts, shown), [project.parts, shown])

  useEffect(() => {
    const row = rows.find((one) => one.kind === 'pages' && one.pages.some((page) => samePage(page, at)))
    const element = scroller.current
    if (!row || !element) return
    if (row.top < element.scrollTop) element.scrollTop = row.top - 8
    else if (row.top + row.height > element.scrollTop + element.clientHeight) {
      element.scrollTop = row.top + row.height - element.clientHeight
    }
  }, [rows, at])

  return (
    <aside className="thumbs" aria-label={t('thumb.name')}>
      <header>
        <b>{t('thumb.name')}</b>
        <span className="small quiet">{count(pages.length)}</span>
        <span className="grow" />
        <Button
          kind="quiet"
          size="small"
          aria-pressed={onlyUnsealed}
          onClick={() => changeEditor(app, { onlyUnsealed: !onlyUnsealed })}
        >
          {t(onlyUnsealed ? 'thumb.all' : 'thumb.unsealed')}
        </Button>
      </header>
      <div ref={scroller} className="thumbs-scroll scroll" onScroll={(event) => setFrom(event.currentTarget.scrollTop)}>
        <div className="thumbs-whole" style={{ height }}>
          {rowsInSight(rows, from - ROW_HEIGHT, from + room.height + ROW_HEIGHT).map((row) => (
            <div key={row.top} className={`thumbs-${row.kind}`} style={{ top: row.top, height: row.height }}>
              {row.kind === 'head' ? (
                <>
                  <span className="clip" title={row.part.title}>
                    {row.part.title}
                  </span>
                  <span className="quiet">{t('tree.pages', { pages: count(row.pages) })}</span>
                </>
              ) : (
                row.pages.map((page) => (
                  <Thumbnail
                    key={`${page.document}/${page.page}`}
                    project={project}
                    page={page}
                    current={samePage(page, at)}
                  />
                ))
              )}
            </div>
          ))}
        </div>
        {shown.length === 0 && <p className="small quiet thumbs-none">{t('thumb.none')}</p>}
      </div>
    </aside>
  )
}
