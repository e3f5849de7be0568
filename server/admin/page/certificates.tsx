import { useTranslation } from 'react-i18next'
import type { CertificateItem } from '../messages.ts'
import { CertificateDetails } from './certificate-details.tsx'
import { useConsole, useConsoleState } from './context.tsx'
import { ends } from './format.ts'
import { day } from '#resources/kit/time.ts'
import { Heading } from './kit.tsx'
import { ExportButton } from './ledger-kit.tsx'
import { Pages } from './pages.tsx'
import { SearchForm } from './search-form.tsx'
import { StateTag } from './state-tag.tsx'

const Row = ({ certificate, isSelected }: { certificate: CertificateItem; isSelected: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { serial, usage, state, company, creditCode, person, issuedAt, notAfter } = certificate
  return (
    <tr aria-current={isSelected} onClick={() => console.select(serial)}>
      <th scope="row" className="name">
        {company}
        <span className="mono quiet">{creditCode}</span>
      </th>
      <td>{person}</td>
      <td>{t(`usage.${usage}`)}</td>
      <td>{day(issuedAt)}</td>
      <td>{day(notAfter)}</td>
      <td>
        <StateTag state={state} />
      </td>
      <td className="end">
        <button
          type="button"
          className="button small"
          aria-label={t('certificates.open', { serial: ends(serial) })}
          onClick={() => console.select(serial)}
        >
          {t('act.details')}
        </button>
      </td>
    </tr>
  )
}

const USAGES = ['sign', 'encrypt'] as const
const STATES = ['in-force', 'ending', 'expired', 'revoked'] as const

/** Which certificates are shown. */
const Choices = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const { usage, state } = useConsoleState(({ certificateFilter }) => certificateFilter)
  const choose = (chosen: { usage: typeof usage; state: typeof state }): void =>
    void console.filterCertificates({
      ...(chosen.usage === undefined ? {} : { usage: chosen.usage }),
      ...(chosen.state === undefined ? {} : { state: chosen.state }),
    })
  return (
    <>
      <select
        aria-label={t('fact.usage')}
        value={usage ?? ''}
        onChange={({ target }) => choose({ usage: USAGES.find((each) => each === target.value), state })}
      >
        <option value="">{t('certificates.every-usage')}</option>
        {USAGES.map((each) => (
          <option key={each} value={each}>
            {t(`usage.${each}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('fact.state')}
        value={state ?? ''}
        onChange={({ target }) => choose({ usage, state: STATES.find((each) => each === target.value) })}
      >
        <option value="">{t('ledger.every-state')}</option>
        {STATES.map((each) => (
          <option key={each} value={each}>
            {t(`state.${each}`)}
          </option>
        ))}
      </select>
    </>
  )
}

export const Certificates = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const page = useConsoleState((state) => state.page)
  const found = useConsoleState((state) => state.certificates)
  const selected = useConsoleState((state) => state.selected)
  const search = useConsoleState((state) => state.search)
  const isFiltered = useConsoleState(({ certificateFilter }) => Object.keys(certificateFilter).length > 0)
  const chosen = found?.certificates.find(({ serial }) => serial === selected)
  return (
    <div className="with-panel">
      <div className="list">
        <Heading title={t('nav.certificates')}>
          <Choices />
          <SearchForm
            key={search}
            label={t('certificates.search')}
            text={search}
            onSearch={(text) => void console.search(text)}
          />
          <ExportButton onExport={() => console.exportCertificates()} fileName={`${t('nav.certificates')}.csv`} />
        </Heading>
        {found !== null && found.certificates.length === 0 && (
          <p className="second">
            {search !== ''
              ? t('certificates.none', { search })
              : t(isFiltered ? 'certificates.none-such' : 'certificates.empty')}
          </p>
        )}
        {found !== null && found.certificates.length > 0 && (
          <>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('certificates.owner')}</th>
                  <th scope="col">{t('fact.person')}</th>
                  <th scope="col">{t('fact.usage')}</th>
                  <th scope="col">{t('fact.issued')}</th>
                  <th scope="col">{t('fact.until')}</th>
                  <th scope="col">{t('fact.state')}</th>
                  <th scope="col">
                    <span className="unseen">{t('act.details')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {found.certificates.map((certificate) => (
                  <Row
                    key={certificate.serial}
                    certificate={certificate}
                    isSelected={certificate.serial === selected}
                  />
                ))}
              </tbody>
            </table>
            <Pages rows="certificates.rows" page={page} total={found.total} onTurn={(to) => void console.turn(to)} />
          </>
        )}
      </div>
      {chosen && <CertificateDetails key={chosen.serial} certificate={chosen} />}
    </div>
  )
}
