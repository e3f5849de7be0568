import { useTranslation } from 'react-i18next'
import { useConsole, useConsoleState } from './context.tsx'
import { day } from '#resources/kit/time.ts'
import { Heading } from './kit.tsx'
import { Pages } from './pages.tsx'
import { SearchForm } from './search-form.tsx'

export const Companies = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const found = useConsoleState((state) => state.companies)
  const { text, page } = useConsoleState((state) => state.companySearch)
  if (found === null) return null
  const { companies, total } = found
  return (
    <>
      <Heading title={t('nav.companies')} note={t('companies.count', { count: total })}>
        <SearchForm
          key={text}
          label={t('companies.search')}
          text={text}
          onSearch={(wanted) => void console.searchCompanies({ text: wanted })}
        />
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
                  <span className="unseen">{t('act.certificates')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {companies.map(({ creditCode, name, createdAt, certificates }) => (
                <tr key={creditCode}>
                  <th scope="row" className="name">
                    {name}
                  </th>
                  <td className="mono">{creditCode}</td>
                  <td>{day(createdAt)}</td>
                  <td className="number">{certificates}</td>
                  <td className="end">
                    <button
                      type="button"
                      className="button small"
                      disabled={certificates === 0}
                      onClick={() => void console.showCertificatesOf(creditCode)}
                    >
                      {t('act.certificates')}
                    </button>
                  </td>
                </tr>
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
    </>
  )
}
