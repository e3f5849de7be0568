import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { day } from '#resources/kit/time.ts'
import type { CompanyDetails as Details } from '../../company-messages.ts'
import { Applications, Belongings, Holdings, OrderLines } from './belongings.tsx'
import { useConsole } from '../context.tsx'
import { SealDesigner } from './seal-designer.tsx'
import { StateTag } from './state-tag.tsx'

const Members = ({ members }: Pick<Details, 'members'>) => {
  const { t } = useTranslation()
  const console = useConsole()
  return (
    <Belongings
      title={t('companies.members')}
      lines={members.map(({ account, name, mobile, role, since, endedAt }) => (
        <li key={`${account} ${since}`}>
          <button type="button" className="link grow" onClick={() => void console.showPerson(account)}>
            {name ?? mobile}
          </button>
          <span className="small quiet">
            {endedAt === null
              ? t(role === 'administrator' ? 'member.administrator' : 'member.staff')
              : t('member.until', { day: day(endedAt) })}
          </span>
        </li>
      ))}
    />
  )
}

const Certificates = ({ certificates }: Pick<Details, 'certificates'>) => {
  const { t } = useTranslation()
  return (
    <Belongings
      title={t('nav.certificates')}
      lines={certificates.map(({ serial, usage, person, notAfter, state }) => (
        <li key={serial}>
          <span className="grow">
            {person} {t(`usage.${usage}`)} <span className="small quiet">{day(notAfter)}</span>
          </span>
          <StateTag state={state} />
        </li>
      ))}
    />
  )
}

const Seals = ({ seals }: Pick<Details, 'seals'>) => {
  const { t } = useTranslation()
  return (
    <Belongings
      title={t('nav.seals')}
      lines={seals.map(({ id, kind, person, state }) => (
        <li key={id}>
          <span className="grow">
            {i18next.t(`seal.${kind}`, kind)} <span className="small quiet">{person}</span>
          </span>
          <StateTag state={state} />
        </li>
      ))}
    />
  )
}

/** A company with all that belongs to it. */
export const CompanyDetails = ({ details }: { details: Details }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const [isDesigning, setDesigning] = useState(false)
  const { company, members, certificates, others, seals, applications, orders } = details
  const { creditCode, name, createdAt } = company
  return (
    <aside className="panel" aria-label={t('companies.details')}>
      <header>
        <h2 className="grow">{name}</h2>
      </header>
      <div className="body">
        <dl className="facts">
          <dt>{t('fact.code')}</dt>
          <dd className="mono">{creditCode}</dd>
          <dt>{t('fact.added')}</dt>
          <dd>{day(createdAt)}</dd>
        </dl>
        <Members members={members} />
        <Certificates certificates={certificates} />
        {others.length > 0 && <Holdings title={t('companies.others')} holdings={others} />}
        <Seals seals={seals} />
        <Applications applications={applications} />
        <OrderLines orders={orders} />
      </div>
      <footer>
        <button type="button" className="button" onClick={() => console.select(null)}>
          {t('act.close')}
        </button>
        <button type="button" className="button" onClick={() => setDesigning(true)}>
          {t('seals.design')}
        </button>
        <button
          type="button"
          className="button"
          disabled={certificates.length === 0}
          onClick={() => void console.showCertificatesOf(creditCode)}
        >
          {t('act.certificates')}
        </button>
      </footer>
      {isDesigning && <SealDesigner company={company} onClose={() => setDesigning(false)} />}
    </aside>
  )
}
