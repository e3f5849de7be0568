import { useTranslation } from 'react-i18next'
import { day } from '#resources/kit/time.ts'
import type { PersonItem } from '../../people-messages.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { LedgerHeading, LedgerList } from '../ledger/ledger-kit.tsx'
import { PersonDetails } from './person-details.tsx'

const STATES = ['identified', 'unidentified'] as const

const Row = ({ person, isSelected }: { person: PersonItem; isSelected: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { id, mobile, name, createdAt, identifiedAt, devices, memberships } = person
  const open = () => void console.openPerson(id)
  return (
    <tr aria-current={isSelected} onClick={open}>
      <th scope="row">{name ?? <span className="quiet">{t('people.no-name')}</span>}</th>
      <td className="mono">{mobile}</td>
      <td className="wrap">
        {memberships.map(({ creditCode, company, role }) => (
          <div key={creditCode}>
            {company}{' '}
            <span className="small quiet">{t(role === 'administrator' ? 'member.administrator' : 'member.staff')}</span>
          </div>
        ))}
      </td>
      <td>{identifiedAt === null ? <span className="quiet">{t('people.unidentified')}</span> : day(identifiedAt)}</td>
      <td className="number">{devices}</td>
      <td>{day(createdAt)}</td>
      <td className="end">
        <button type="button" className="button small" aria-label={t('people.open', { mobile })} onClick={open}>
          {t('act.details')}
        </button>
      </td>
    </tr>
  )
}

/** Those who have an account. */
export const People = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const found = useConsoleState((state) => state.people)
  const search = useConsoleState((state) => state.personSearch)
  const selected = useConsoleState((state) => state.selected)
  const details = useConsoleState((state) => state.person)
  return (
    <div className="with-panel">
      <div className="list">
        <LedgerHeading
          title={t('nav.people')}
          label={t('people.search')}
          choice={{ name: t('fact.identified'), every: t('people.everybody') }}
          states={STATES}
          nameOf={(state) => t(`people.${state}`)}
          search={search}
          onSearch={(wanted) => void console.searchPeople(wanted)}
          onExport={() => console.exportPeople()}
          fileName={`${t('nav.people')}.csv`}
        />
        {found !== null && (
          <LedgerList
            search={search}
            empty={t('people.empty')}
            none={t('people.none')}
            head={
              <>
                <th scope="col">{t('fact.person')}</th>
                <th scope="col">{t('fact.mobile')}</th>
                <th scope="col">{t('fact.company')}</th>
                <th scope="col">{t('fact.identified')}</th>
                <th scope="col" className="number">
                  {t('fact.devices')}
                </th>
                <th scope="col">{t('fact.registered')}</th>
              </>
            }
            rows={found.people.map((person) => (
              <Row key={person.id} person={person} isSelected={person.id === selected} />
            ))}
            trail={search.trail}
            next={found.next}
            onTurn={(trail) => void console.searchPeople({ trail })}
          />
        )}
      </div>
      {details?.person.id === selected && details && <PersonDetails key={selected} details={details} />}
    </div>
  )
}
