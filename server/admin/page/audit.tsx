import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { Icon } from '#resources/kit/icon.tsx'
import type { AuditChain, AuditList } from '../messages.ts'
import { useConsole, useConsoleState } from './context.tsx'
import { ends, moment } from './format.ts'
import { Heading } from './kit.tsx'
import { ExportButton } from './ledger-kit.tsx'
import { SearchForm } from './search-form.tsx'

/** Whether the chain of hashes holds. */
const Chain = ({ chain: { rows, brokenAt, head } }: { chain: AuditChain }) => {
  const { t } = useTranslation()
  return brokenAt === null ? (
    <p className="note good" role="status">
      <Icon name="check" />
      <span>
        {t('audit.whole', { count: rows })} <span className="mono">{ends(head)}</span>
      </span>
    </p>
  ) : (
    <p className="note bad" role="alert">
      <Icon name="alert" />
      <span>{t('audit.broken', { row: brokenAt })}</span>
    </p>
  )
}

/** Facts that are words themselves, and where they are said. */
const WORDS: Readonly<Record<string, 'reason' | 'usage' | 'order.kind' | 'past' | 'method'>> = {
  ...{ reason: 'reason', usage: 'usage', kind: 'order.kind', event: 'past', method: 'method' },
}

/** A name of the log in words; one that has none stands as it does in the log. */
const inWords = (kind: 'action' | 'actor' | 'logged' | 'role' | (typeof WORDS)[string], name: string): string =>
  i18next.t(`${kind}.${name}`, name)

/** One thing that a row says beside its action. */
const Fact = ({ name, value }: { name: string; value: unknown }) => {
  const text = String(value)
  const kind = WORDS[name]
  const isWord = kind !== undefined || name === 'roles'
  const words = (): string =>
    kind === undefined
      ? text
          .split(' ')
          .map((role) => inWords('role', role))
          .join(i18next.t('mark.list'))
      : inWords(kind, text)
  return (
    <span className="logged">
      <span className="second">{inWords('logged', name)}</span>
      {value !== true && <span className={isWord ? '' : 'mono'}>{isWord ? words() : ends(text)}</span>}
    </span>
  )
}

const Search = ({ actions }: Pick<AuditList, 'actions'>) => {
  const { t } = useTranslation()
  const console = useConsole()
  const search = useConsoleState((state) => state.auditSearch)
  return (
    <>
      <select
        aria-label={t('audit.action')}
        value={search.action ?? ''}
        onChange={({ target }) => void console.searchAudit({ action: target.value === '' ? null : target.value })}
      >
        <option value="">{t('audit.every-action')}</option>
        {actions.map((action) => (
          <option key={action} value={action}>
            {inWords('action', action)}
          </option>
        ))}
      </select>
      <SearchForm
        label={t('audit.search')}
        text={search.text}
        onSearch={(text) => void console.searchAudit({ text })}
      />
    </>
  )
}

/** Leads to older rows, and back to the newest. */
const Pages = ({ searchedTo }: Pick<AuditList, 'searchedTo'>) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { before } = useConsoleState((state) => state.auditSearch)
  const isLast = searchedTo <= 1
  if (before === null && isLast) return null
  return (
    <footer className="pages">
      <button
        type="button"
        className="button small"
        disabled={before === null}
        onClick={() => void console.searchAudit({})}
      >
        {t('audit.newest')}
      </button>
      <button
        type="button"
        className="button small"
        disabled={isLast}
        onClick={() => void console.searchAudit({ before: searchedTo })}
      >
        {t('audit.older')}
      </button>
    </footer>
  )
}

export const Audit = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const audit = useConsoleState((state) => state.audit)
  const chain = useConsoleState((state) => state.chain)
  if (audit === null) return null
  return (
    <>
      <Heading title={t('nav.audit')} note={t('audit.last', { count: audit.rows.length })}>
        <Search actions={audit.actions} />
        <ExportButton onExport={() => console.exportAudit()} fileName={`${t('nav.audit')}.csv`} />
        <button type="button" className="button" onClick={() => void console.refresh()}>
          <Icon name="refresh" />
          {t('audit.check')}
        </button>
      </Heading>
      {chain !== null && <Chain chain={chain} />}
      {audit.rows.length === 0 && <p className="second">{t('audit.none')}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('audit.row')}
            </th>
            <th scope="col">{t('fact.time')}</th>
            <th scope="col">{t('fact.actor')}</th>
            <th scope="col">{t('fact.action')}</th>
            <th scope="col">{t('fact.facts')}</th>
            <th scope="col">{t('fact.hash')}</th>
          </tr>
        </thead>
        <tbody>
          {audit.rows.map(({ n, at, actor, action, facts, hash }) => (
            <tr key={n}>
              <td className="number quiet">{n}</td>
              <td>{moment(at)}</td>
              <td>{inWords('actor', actor)}</td>
              <th scope="row">{inWords('action', action)}</th>
              <td className="wrap">
                {Object.entries(facts).map(([name, value]) => (
                  <Fact key={name} name={name} value={value} />
                ))}
              </td>
              <td className="mono quiet">{ends(hash)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pages searchedTo={audit.searchedTo} />
    </>
  )
}
