import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import type { MonthFigures } from '../statistics-messages.ts'
import { Bars } from './bars.tsx'
import { useConsole, useConsoleState } from './context.tsx'
import { yuan } from './format.ts'
import { FaultNote, Heading } from './kit.tsx'
import { ExportButton } from './ledger/ledger-kit.tsx'

const HOUR = 3600_000

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

interface Column {
  readonly name: string
  readonly cell: (figures: MonthFigures) => string
}

interface FiguresProps {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly months: readonly MonthFigures[]
  readonly valueOf: (figures: MonthFigures) => number
  readonly labelOf: (figures: MonthFigures) => string
  readonly columns: readonly Column[]
}

/** One kind of figures: bars for what matters most, and the table. */
const Figures = ({ id, title, note, months, valueOf, labelOf, columns }: FiguresProps) => {
  const { t } = useTranslation()
  return (
    <section aria-labelledby={`figures-${id}`}>
      <h2 id={`figures-${id}`}>{title}</h2>
      {note !== undefined && <p className="small quiet">{note}</p>}
      {months.some((each) => valueOf(each) > 0) && (
        <Bars
          title={t('statistics.bars', { title })}
          bars={months.map((each) => ({ month: each.month, value: valueOf(each), label: labelOf(each) }))}
        />
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{t('statistics.month')}</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((each) => (
            <tr key={each.month}>
              <th scope="row">{each.month}</th>
              {columns.map(({ name, cell }) => (
                <td key={name} className="number">
                  {cell(each)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const KINDS = ['claim', 'join', 'renew', 'recover', 'takeover'] as const
/** What has become of applications, in few words. */
const ENDS = {
  issued: ['paid', 'issued'],
  refused: ['rejected', 'withdrawn', 'expired'],
} as const

const countOf = ({ applications }: MonthFigures, holds: (each: MonthFigures['applications'][number]) => boolean) =>
  sum(applications.filter(holds).map(({ count }) => count))

/** Which months are shown. */
const Range = ({ from, to }: { from: string; to: string }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const [range, setRange] = useState({ from, to })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void console.showMonths(range)
  }
  return (
    <form className="range" onSubmit={submit}>
      <label>
        {t('statistics.from')}
        <input
          type="month"
          required
          value={range.from}
          max={range.to}
          onChange={({ target }) => setRange({ ...range, from: target.value })}
        />
      </label>
      <label>
        {t('statistics.to')}
        <input
          type="month"
          required
          value={range.to}
          min={range.from}
          onChange={({ target }) => setRange({ ...range, to: target.value })}
        />
      </label>
      <button type="submit" className="button">
        {t('statistics.show')}
      </button>
    </form>
  )
}

/** What happened, month by month. */
export const Statistics = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const fault = useConsoleState((state) => state.fault)
  const found = useConsoleState((state) => state.statistics)
  if (found === null) return fault?.code === 'invalid-input' ? <FaultNote fault={fault} /> : null
  const { from, to, months } = found
  const hours = (time: number | null): string =>
    time === null ? '' : t('statistics.hours', { hours: (time / HOUR).toFixed(1) })
  const namesIn = <Row extends object>(
    rowsOf: (figures: MonthFigures) => readonly Row[],
    nameOf: (row: Row) => string,
  ) => [...new Set(months.flatMap(rowsOf).map(nameOf))]
  const organisations = namesIn(
    ({ revenue }) => revenue,
    ({ organisation }) => organisation,
  )
  const methods = namesIn(
    ({ identity }) => identity,
    ({ method }) => method,
  )
  const income = ({ revenue }: MonthFigures): number => sum(revenue.map(({ fen }) => fen))
  const proofs = ({ identity }: MonthFigures): number => sum(identity.map(({ count }) => count))
  const every = (each: MonthFigures): number => countOf(each, () => true)
  return (
    <>
      <Heading title={t('nav.statistics')} note={t('statistics.why')}>
        <Range key={`${from} ${to}`} from={from} to={to} />
        <ExportButton onExport={() => console.exportStatistics()} fileName={`${t('nav.statistics')}.csv`} />
      </Heading>
      {fault?.code === 'invalid-input' && <FaultNote fault={fault} />}
      <Figures
        id="applications"
        title={t('statistics.applications')}
        note={t('statistics.applications.why')}
        months={months}
        valueOf={every}
        labelOf={(each) => String(every(each))}
        columns={[
          ...KINDS.map((kind) => ({
            name: t(`order.kind.${kind}`),
            cell: (each: MonthFigures) => String(countOf(each, (one) => one.kind === kind)),
          })),
          ...(['issued', 'refused'] as const).map((end) => ({
            name: t(`statistics.${end}`),
            cell: (each: MonthFigures) =>
              String(countOf(each, ({ state }) => ENDS[end].some((known) => known === state))),
          })),
          { name: t('statistics.all'), cell: (each) => String(every(each)) },
        ]}
      />
      <Figures
        id="decisions"
        title={t('statistics.decisions')}
        note={t('statistics.decisions.why')}
        months={months}
        valueOf={({ decisions }) => decisions.median ?? 0}
        labelOf={({ decisions }) => hours(decisions.median)}
        columns={[
          { name: t('statistics.count'), cell: ({ decisions }) => String(decisions.count) },
          { name: t('statistics.median'), cell: ({ decisions }) => hours(decisions.median) },
          { name: t('statistics.p90'), cell: ({ decisions }) => hours(decisions.p90) },
        ]}
      />
      <Figures
        id="certificates"
        title={t('statistics.certificates')}
        note={t('statistics.certificates.why')}
        months={months}
        valueOf={({ certificates }) => certificates.issued}
        labelOf={({ certificates }) => String(certificates.issued)}
        columns={(['issued', 'renewed', 'revoked'] as const).map((what) => ({
          name: t(`statistics.certificates.${what}`),
          cell: ({ certificates }) => String(certificates[what]),
        }))}
      />
      <Figures
        id="revenue"
        title={t('statistics.revenue')}
        note={t('statistics.revenue.why')}
        months={months}
        valueOf={income}
        labelOf={(each) => String(Math.round(income(each) / 100))}
        columns={[
          ...organisations.map((name) => ({
            name,
            cell: ({ revenue }: MonthFigures) =>
              yuan(sum(revenue.filter(({ organisation }) => organisation === name).map(({ fen }) => fen))),
          })),
          { name: t('statistics.all'), cell: (each) => yuan(income(each)) },
        ]}
      />
      <Figures
        id="identity"
        title={t('statistics.identity')}
        months={months}
        valueOf={proofs}
        labelOf={(each) => String(proofs(each))}
        columns={[
          ...methods.map((name) => ({
            name: i18next.t(`identity.${name}`, name),
            cell: ({ identity }: MonthFigures) =>
              String(sum(identity.filter(({ method }) => method === name).map(({ count }) => count))),
          })),
          { name: t('statistics.all'), cell: (each) => String(proofs(each)) },
        ]}
      />
    </>
  )
}
