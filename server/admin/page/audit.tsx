import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { Icon } from '#resources/kit/icon.tsx'
import type { AuditChain, AuditList } from '../messages.ts'
import { useConsole, useConsoleState } from './context.tsx'
import { ends, moment } from './format.ts'
import { Heading } from './kit.tsx'
import { ExportButton } from './ledger/ledger-kit.tsx'
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
const WORDS = {
  reason: ['reason'],
  usage: ['usage'],
  kind: ['order.kind', 'seal'],
  event: ['past'],
  method: ['method'],
  state: ['standing'],
  setting: ['settings'],
  sealKind: ['seal'],
} as const

const isWord = (name: string): name is keyof typeof WORDS => name in WORDS

type Words = 'action' | 'actor' | 'logged' | 'role' | (typeof WORDS)[keyof typeof WORDS][number]

/** A name of the log in words; one that has none stands as it does in the log. */
const inWords = (kind: Words, name: string): string => i18next.t(`${kind}.${name}`, name)

/** What a fact says, in words where there are some. */
const inFact = (name: string, text: string): string | null => {
  if (name === 'roles')
    return text
      .split(' ')
      .map((role) => inWords('role', role))
      .join(i18next.t('mark.list'))
  if (!isWord(name)) return null
  const kind = WORDS[name].find((each) => i18next.exists(`${each}.${text}`))
  return kind === undefined ? text : inWords(kind, text)
}

/** One thing that a row says beside its action. */
const Fact = ({ name, value }: { name: string; value: unknown }) => {
  const text = String(value)
  const words = inFact(name, text)
  return (
    <span className="logged">
      <span className="second">{inWords('logged', name)}</span>
      {value !== true && <span className={words === null ? 'mono' : ''}>{words ?? ends(text)}</span>}
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
