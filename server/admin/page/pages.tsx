import { useTranslation } from 'react-i18next'
import { pageOf } from './state.ts'

interface PagesProps {
  /** Key of the text that says which rows are shown. */
  readonly rows: 'certificates.rows' | 'companies.rows'
  /** Counts from 0. */
  readonly page: number
  readonly total: number
  readonly onTurn: (page: number) => void
}

/** Leads from page to page of a list. */
export const Pages = ({ rows, page, total, onTurn }: PagesProps) => {
  const { t } = useTranslation()
  const { first, last, pages } = pageOf(page, total)
  return (
    <footer className="pages">
      <span className="small quiet">{t(rows, { first, last, total })}</span>
      <button type="button" className="button small" disabled={page === 0} onClick={() => onTurn(page - 1)}>
        {t('act.previous')}
      </button>
      <button type="button" className="button small" disabled={page + 1 >= pages} onClick={() => onTurn(page + 1)}>
        {t('act.next')}
      </button>
    </footer>
  )
}
