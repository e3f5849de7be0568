import { useTranslation } from 'react-i18next'
import { day } from '#resources/kit/time.ts'
import type { CompanyList } from '../../messages.ts'
import { CompanyDetails } from './company-details.tsx'
import { useConsole, useConsoleState } from '../context.tsx'
import { Heading } from '../kit.tsx'
import { ExportButton } from '../ledger/ledger-kit.tsx'
import { Pages } from '../pages.tsx'
import { SearchForm } from '../search-form.tsx'

const Row = ({ company, isSelected }: { company: CompanyList['companies'][number]; isSelected: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { creditCode, name, createdAt, certificates } = company
  const open = () => void console.openCompany(creditCode)
  return (
    <tr aria-current={isSelected} onClick={open}>
      <th scope="row" className="name">
        {name}
      </th>
      <td className="mono">{creditCode}</td>
      <td>{day(createdAt)}</td>
      <td className="number">{certificates}</td>
      <td className="end">
        <button type="button" className="button small" aria-label={t('companies.open', { name })} onClick={open}>
          {t('act.details')}
        </button>
      </td>
    </tr>
  )
}

export const Companies = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const found = useConsoleState((state) => state.companies)
  const { text, page } = useConsoleState((state) => state.companySearch)
  const selected = useConsoleState((state) => state.selected)
  const details = useConsoleState((state) => state.company)
  if (found === null) return null
  const { companies, total } = found
  return (
    <div className="with-panel">
      <div className="list">
        <Heading title={t('nav.companies')} note={t('companies.count', { count: total })}>
          <SearchForm
            key={text}
            label={t('companies.search')}
            text={text}
            onSearch={(wanted) => void console.searchCompanies({ text: wanted })}
          />
          <ExportButton onExport={() => console.exportCompanies()} fileName={`${t('nav.companies')}.csv`} />
        </Heading>
        {companies.length === 0 ? (
          <p className="second">{text === '' ? t('companies.empty') : t('certificates.none', { search: text })}</p>
        ) : (
          <>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('fact.company')}</th>
                  <th scope="col">{t('fact.code')}</th>
                  <th scope="col">{t('fact.added')}</th>
                  <th scope="col" className="number">
                    {t('companies.certificates')}
                  </th>
                  <th scope="col">
                    <span className="unseen">{t('act.details')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {companies.map((company) => (
                  <Row key={company.creditCode} company={company} isSelected={company.creditCode === selected} />
                ))}
              </tbody>
            </table>
            <Pages
              rows="companies.rows"
              page={page}
              total={total}
              onTurn={(to) => void console.searchCompanies({ text, page: to })}
            />
          </>
        )}
      </div>
      {details?.company.creditCode === selected && details && <CompanyDetails key={selected} details={details} />}
    </div>
  )
}
