import { useTranslation } from 'react-i18next'
import { useApp } from '../../app/context.tsx'
import { showPage } from '../../app/seals.ts'
import { count } from '../../format/quantity.ts'
import { IconButton } from '../../kit/button.tsx'
import { cellsOf, countStates, nextPage, type ProjectPage } from '../pages.ts'
import './page-map.css'

const COLUMNS = 32
const ROWS = 7

/** Every page as a cell: signed, placed, bare. A click leads to it. */
export const PageMap = ({ pages, page }: { pages: readonly ProjectPage[]; page: ProjectPage }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { each, cells } = cellsOf(pages, COLUMNS * ROWS)
  const counts = countStates(pages)
  const next = nextPage(pages, page, ({ state }) => state === 'bare')
  return (
    <section className="panel-section page-map">
      <header>
        <h3>{t('map.title')}</h3>
        {each > 1 && <span className="small quiet">{t('map.each', { pages: each })}</span>}
        <IconButton
          icon="right"
          size={14}
          label={t('map.next')}
          disabled={!next}
          onClick={() => next && showPage(app, next)}
        />
      </header>
      <div className="map-cells" role="img" aria-label={t('map.bare', { pages: count(counts.bare) })}>
        {cells.map((cell) => (
          <i
            key={cell.page.number}
            className={`${cell.state} ${cell.holds(page) ? 'here' : ''}`}
            title={t('thumb.page', { page: count(cell.page.number), state: t(`page-state.${cell.state}`) })}
            onClick={() => showPage(app, cell.page)}
          />
        ))}
      </div>
      <div className="map-legend">
        <span>
          <i className="signed" />
          {t('page-state.signed')} {count(counts.signed)}
        </span>
        <span>
          <i className="placed" />
          {t('page-state.placed')} {count(counts.placed)}
        </span>
        <span>
          <i className="bare" />
          {t('page-state.bare')} {count(counts.bare)}
        </span>
      </div>
    </section>
  )
}
