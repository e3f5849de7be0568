import { useTranslation } from 'react-i18next'
import type { CertificateItem } from '../../messages.ts'
import type { CertificateFilter } from '../api.ts'
import { CertificateDetails } from './certificate-details.tsx'
import { useConsole, useConsoleState } from '../context.tsx'
import { ends } from '../format.ts'
import { day } from '#resources/kit/time.ts'
import { Heading } from '../kit.tsx'
import { ExportButton } from '../ledger/ledger-kit.tsx'
import { Pages } from '../pages.tsx'
import { SearchForm } from '../search-form.tsx'
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

type Filter = Omit<CertificateFilter, 'text'>

const USAGES = ['sign', 'encrypt'] as const
const STATES = ['in-force', 'ending', 'expired', 'revoked'] as const

interface ChoiceProps<Each extends string> {
  readonly label: string
  /** The word for all; none where one has to be chosen. */
  readonly every?: string
  readonly choices: readonly Each[]
  readonly chosen: Each | undefined
  readonly nameOf: (each: Each) => string
  readonly onChoose: (each: Each | undefined) => void
}

const Choice = <Each extends string>({ label, every, choices, chosen, nameOf, onChoose }: ChoiceProps<Each>) => (
  <select
    aria-label={label}
    value={chosen ?? ''}
    onChange={({ target }) => onChoose(choices.find((each) => each === target.value))}
  >
    {every !== undefined && <option value="">{every}</option>}
    {choices.map((each) => (
      <option key={each} value={each}>
        {nameOf(each)}
      </option>
    ))}
  </select>
)

/** What is named, and nothing else. */
const filterOf = (chosen: { [name in keyof Filter]?: Filter[name] | undefined }): Filter => ({
  ...(chosen.usage === undefined ? {} : { usage: chosen.usage }),
  ...(chosen.state === undefined ? {} : { state: chosen.state }),
  ...(chosen.organisation === undefined ? {} : { organisation: chosen.organisation }),
})

/** Which certificates are shown. */
const Choices = ({ organisations }: { organisations: readonly string[] }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const filter = useConsoleState(({ certificateFilter }) => certificateFilter)
  const choose = (chosen: Parameters<typeof filterOf>[0]): void =>
    void console.filterCertificates(filterOf({ ...filter, ...chosen }))
  return (
    <>
      {organisations.length > 1 && (
        <Choice
          label={t('fact.organisation')}
          choices={organisations}
          chosen={filter.organisation ?? organisations[0]}
          nameOf={(each) => each}
          onChoose={(each) => choose({ organisation: each === organisations[0] ? undefined : each })}
        />
      )}
      <Choice
        label={t('fact.usage')}
        every={t('certificates.every-usage')}
        choices={USAGES}
        chosen={filter.usage}
        nameOf={(each) => t(`usage.${each}`)}
        onChoose={(usage) => choose({ usage })}
      />
      <Choice
        label={t('fact.state')}
        every={t('ledger.every-state')}
        choices={STATES}
        chosen={filter.state}
        nameOf={(each) => t(`state.${each}`)}
        onChoose={(state) => choose({ state })}
      />
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
          <Choices organisations={found?.organisations ?? []} />
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
