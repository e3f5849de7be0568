import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { day } from '#resources/kit/time.ts'
import type { PersonDetails as Details } from '../../people-messages.ts'
import type { EndReason } from '../api.ts'
import { Applications, Belongings, Holdings, OrderLines } from './belongings.tsx'
import { useConsole, useConsoleState } from '../context.tsx'
import { Dialog } from '../dialog.tsx'
import { moment } from '../format.ts'

const REASONS = ['phone-lost', 'asked-for', 'misuse'] as const satisfies readonly EndReason[]

/** Logging somebody out everywhere takes a reason. */
const LogOutDialog = ({ account, name, onClose }: { account: string; name: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const [reason, setReason] = useState<EndReason | null>(null)
  return (
    <Dialog
      title={t('people.log-out.title', { name })}
      act={t('people.log-out')}
      isReady={reason !== null}
      onAct={async () => reason !== null && console.endSessions(account, reason)}
      onClose={onClose}
    >
      <p>{t('people.log-out.why')}</p>
      <fieldset>
        <legend>{t('people.log-out.reason')}</legend>
        {REASONS.map((choice) => (
          <label key={choice}>
            <input type="radio" name="reason" checked={reason === choice} onChange={() => setReason(choice)} />
            {t(`reason.${choice}`)}
          </label>
        ))}
      </fieldset>
    </Dialog>
  )
}

export const PersonDetails = ({ details }: { details: Details }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const mayEnd = useConsoleState(({ session }) => session?.roles.includes('authority') ?? false)
  const [isEnding, setEnding] = useState(false)
  const { person, lockedUntil, devices, memberships, applications, certificates, orders } = details
  const { id, mobile, name, createdAt, identifiedAt } = person
  return (
    <aside className="panel" aria-label={t('people.details')}>
      <header>
        <h2 className="grow">{name ?? mobile}</h2>
      </header>
      <div className="body">
        <dl className="facts">
          <dt>{t('fact.mobile')}</dt>
          <dd className="mono">{mobile}</dd>
          <dt>{t('fact.registered')}</dt>
          <dd>{moment(createdAt)}</dd>
          <dt>{t('fact.identified')}</dt>
          <dd>{identifiedAt === null ? t('people.unidentified') : moment(identifiedAt)}</dd>
          {lockedUntil !== null && (
            <>
              <dt>{t('fact.locked')}</dt>
              <dd>{t('people.locked', { time: moment(lockedUntil) })}</dd>
            </>
          )}
        </dl>
        <Belongings
          title={t('fact.company')}
          lines={memberships.map(({ creditCode, company, role, since, endedAt }) => (
            <li key={`${creditCode} ${since}`}>
              <button type="button" className="link grow" onClick={() => void console.showCompany(creditCode)}>
                {company}
              </button>
              <span className="small quiet">
                {endedAt === null
                  ? t(role === 'administrator' ? 'member.administrator' : 'member.staff')
                  : t('member.until', { day: day(endedAt) })}
              </span>
            </li>
          ))}
        />
        <Belongings
          title={t('fact.devices')}
          lines={devices.map((device) => (
            <li key={`${device.createdAt} ${device.name}`}>
              <span className="grow">{device.name}</span>
              <span className="small quiet">{t('people.seen', { time: moment(device.seenAt) })}</span>
            </li>
          ))}
        />
        <Holdings title={t('nav.certificates')} holdings={certificates} />
        <Applications applications={applications} />
        <OrderLines orders={orders} />
      </div>
      <footer>
        <button type="button" className="button" onClick={() => console.select(null)}>
          {t('act.close')}
        </button>
        {mayEnd && devices.length > 0 && (
          <button type="button" className="button main" onClick={() => setEnding(true)}>
            {t('people.log-out')}
          </button>
        )}
      </footer>
      {isEnding && <LogOutDialog account={id} name={name ?? mobile} onClose={() => setEnding(false)} />}
    </aside>
  )
}
