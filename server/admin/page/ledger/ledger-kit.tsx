/** What the lists of orders and invoices have in common. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { useConsoleState } from '../context.tsx'
import { Heading } from '../kit.tsx'
import type { LedgerSearch } from './ledger.ts'
import { SearchForm } from '../search-form.tsx'

interface LedgerHeadingProps<Kind extends string> {
  readonly title: string
  /** What may be looked for, in words. */
  readonly label: string
  readonly states: readonly Kind[]
  readonly nameOf: (state: Kind) => string
  readonly search: LedgerSearch<Kind>
  readonly onSearch: (search: Partial<LedgerSearch<Kind>>) => void
  /** Null when it failed. */
  readonly onExport: () => Promise<Blob | null>
  readonly fileName: string
  /** What is chosen where it is not a state, and the word for all. */
  readonly choice?: { readonly name: string; readonly every: string }
  /** What can be done beside. */
  readonly children?: ReactNode
}

const save = (table: Blob, name: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(table)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

interface ExportButtonProps {
  /** Null when it failed. */
  readonly onExport: () => Promise<Blob | null>
  readonly fileName: string
}

/** Saves all that is found as a table, for those who may. */
export const ExportButton = ({ onExport, fileName }: ExportButtonProps) => {
  const { t } = useTranslation()
  const mayExport = useConsoleState(({ session }) => session?.roles.includes('auditor') ?? false)
  const isBusy = useConsoleState((state) => state.isBusy)
  if (!mayExport) return null
  const exportAll = async (): Promise<void> => {
    const table = await onExport()
    if (table !== null) save(table, fileName)
  }
  return (
    <button
      type="button"
      className="button"
      title={t('ledger.export.why')}
      disabled={isBusy}
      onClick={() => void exportAll()}
    >
      <Icon name="export" />
      {t('ledger.export')}
    </button>
  )
}

/** The title, a choice of states, the search, and the export for those who may. */
export const LedgerHeading = <Kind extends string>(props: LedgerHeadingProps<Kind>) => {
  const { title, label, choice, states, nameOf, search, onSearch, onExport, fileName, children } = props
  const { t } = useTranslation()
  return (
    <Heading title={title}>
      <select
        aria-label={choice?.name ?? t('fact.state')}
        value={search.state ?? ''}
        onChange={({ target }) => onSearch({ state: states.find((state) => state === target.value) ?? null })}
      >
        <option value="">{choice?.every ?? t('ledger.every-state')}</option>
        {states.map((state) => (
          <option key={state} value={state}>
            {nameOf(state)}
          </option>
        ))}
      </select>
      <SearchForm key={search.text} label={label} text={search.text} onSearch={(text) => onSearch({ text })} />
      <ExportButton onExport={onExport} fileName={fileName} />
      {children}
    </Heading>
  )
}

interface LedgerPagesProps {
  readonly trail: readonly string[]
  /** Where the next page begins; null on the last one. */
  readonly next: string | null
  readonly onTurn: (trail: readonly string[]) => void
}

/** Leads from page to page of a list whose length nobody counts. */
const LedgerPages = ({ trail, next, onTurn }: LedgerPagesProps) => {
  const { t } = useTranslation()
  if (trail.length === 0 && next === null) return null
  return (
    <footer className="pages">
      <span className="small quiet">{t('ledger.page', { page: trail.length + 1 })}</span>
      <button
        type="button"
        className="button small"
        disabled={trail.length === 0}
        onClick={() => onTurn(trail.slice(0, -1))}
      >
        {t('act.previous')}
      </button>
      <button
        type="button"
        className="button small"
        disabled={next === null}
        onClick={() => next !== null && onTurn([...trail, next])}
      >
        {t('act.next')}
      </button>
    </footer>
  )
}

interface LedgerListProps extends LedgerPagesProps {
  readonly search: LedgerSearch<string>
  /** Said where there is nothing at all, and where nothing was found. */
  readonly empty: string
  readonly none: string
  /** Headings of the columns but the last, which leads to the details. */
  readonly head: ReactNode
  /** A table row each. */
  readonly rows: readonly ReactNode[]
}

/** One page of rows, or the words that say why there are none. */
export const LedgerList = ({ search, empty, none, head, rows, ...pages }: LedgerListProps) => {
  const { t } = useTranslation()
  const isAll = search.text === '' && search.state === null
  if (rows.length === 0) return <p className="second">{isAll ? empty : none}</p>
  return (
    <>
      <table>
        <thead>
          <tr>
            {head}
            <th scope="col">
              <span className="unseen">{t('act.details')}</span>
            </th>
          </tr>
        </thead>
        <tbody>{rows}</tbody>
      </table>
      <LedgerPages {...pages} />
    </>
  )
}
