import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { day } from '#resources/kit/time.ts'
import type { OfficerItem } from '../../messages.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { Heading } from '../kit.tsx'
import { AddOfficerDialog, GivenPasswordDialog } from './officer-dialogs.tsx'
import { OfficerDetails } from './officer-details.tsx'
import { OfficerTag } from './officer-tag.tsx'

const Row = ({ officer, isSelected }: { officer: OfficerItem; isSelected: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { name, roles, createdAt, factorAt } = officer
  return (
    <tr aria-current={isSelected} onClick={() => console.select(name)}>
      <th scope="row" className="name">
        {name}
      </th>
      <td className="wrap">{roles.map((role) => t(`role.${role}`)).join(t('mark.list'))}</td>
      <td>{factorAt === null ? t('officers.no-factor') : day(factorAt)}</td>
      <td>{day(createdAt)}</td>
      <td>
        <OfficerTag officer={officer} />
      </td>
      <td className="end">
        <button
          type="button"
          className="button small"
          aria-label={t('officers.open', { name })}
          onClick={() => console.select(name)}
        >
          {t('act.details')}
        </button>
      </td>
    </tr>
  )
}

/** Those who may use the console, for administrators. */
export const Officers = () => {
  const { t } = useTranslation()
  const officers = useConsoleState((state) => state.officers)
  const selected = useConsoleState((state) => state.selected)
  const given = useConsoleState((state) => state.given)
  const [isAdding, setAdding] = useState(false)
  if (officers === null) return null
  const chosen = officers.find(({ name }) => name === selected)
  return (
    <div className="with-panel">
      <div className="list">
        <Heading title={t('nav.officers')} note={t('officers.count', { count: officers.length })}>
          <button type="button" className="button main" onClick={() => setAdding(true)}>
            <Icon name="add" />
            {t('officers.add')}
          </button>
        </Heading>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('fact.name')}</th>
              <th scope="col">{t('fact.roles')}</th>
              <th scope="col">{t('fact.factor')}</th>
              <th scope="col">{t('fact.added')}</th>
              <th scope="col">{t('fact.state')}</th>
              <th scope="col">
                <span className="unseen">{t('act.details')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {officers.map((officer) => (
              <Row key={officer.name} officer={officer} isSelected={officer.name === selected} />
            ))}
          </tbody>
        </table>
      </div>
      {chosen && <OfficerDetails key={`${chosen.name} ${chosen.roles.join(' ')}`} officer={chosen} />}
      {isAdding && <AddOfficerDialog onClose={() => setAdding(false)} />}
      {given && <GivenPasswordDialog {...given} />}
    </div>
  )
}
