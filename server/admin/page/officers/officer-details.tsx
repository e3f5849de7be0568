import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { day } from '#resources/kit/time.ts'
import type { OfficerItem } from '../../messages.ts'
import type { Role } from '../../roles.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { FaultNote } from '../kit.tsx'
import { OfficerActDialog, type CarefulAct } from './officer-dialogs.tsx'
import { OfficerTag } from './officer-tag.tsx'
import { OfficerNumber } from './officer-number.tsx'
import { RoleChoice } from './role-choice.tsx'

/** An officer, his roles, and what an administrator can do. */
export const OfficerDetails = ({ officer }: { officer: OfficerItem }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const fault = useConsoleState((state) => state.fault)
  const isBusy = useConsoleState((state) => state.isBusy)
  const own = useConsoleState((state) => state.session?.officer)
  const [roles, setRoles] = useState<readonly Role[]>(officer.roles)
  const [act, setAct] = useState<CarefulAct | null>(null)
  const { name, createdAt, disabledAt, factorAt } = officer
  const isChanged = roles.length > 0 && roles.join(' ') !== officer.roles.join(' ')
  return (
    <aside className="panel" aria-label={t('officers.details')}>
      <header>
        <h2 className="grow clip" title={name}>
          {name}
        </h2>
        <OfficerTag officer={officer} />
      </header>
      <div className="panel-body">
        <dl className="facts">
          <dt>{t('fact.added')}</dt>
          <dd>{day(createdAt)}</dd>
          <dt>{t('fact.factor')}</dt>
          <dd>{factorAt === null ? t('officers.no-factor') : t('officers.factor-since', { day: day(factorAt) })}</dd>
          {disabledAt !== null && (
            <>
              <dt>{t('officers.disabled')}</dt>
              <dd>{day(disabledAt)}</dd>
            </>
          )}
        </dl>
        <RoleChoice chosen={roles} onChange={setRoles} />
        <button
          type="button"
          className="button"
          disabled={!isChanged || isBusy}
          onClick={() => void console.setRoles(name, roles)}
        >
          {t('officers.save-roles')}
        </button>
        {fault?.code === 'invalid-input' && act === null && <FaultNote fault={fault} />}
        <OfficerNumber key={officer.mobile} officer={officer} />
        {name !== own && (
          <>
            <h3>{t('officers.access')}</h3>
            <div className="acts">
              <button type="button" className="button" onClick={() => setAct('reset-password')}>
                {t('officers.reset-password')}
              </button>
              <button
                type="button"
                className="button"
                disabled={factorAt === null}
                onClick={() => setAct('reset-factor')}
              >
                {t('officers.reset-factor')}
              </button>
            </div>
          </>
        )}
      </div>
      <footer>
        <button type="button" className="button" onClick={() => console.select(null)}>
          {t('act.close')}
        </button>
        {disabledAt === null ? (
          <button type="button" className="button" onClick={() => setAct('disable')}>
            {t('officers.disable')}
          </button>
        ) : (
          <button type="button" className="button" onClick={() => void console.changeOfficer(name, 'enable')}>
            {t('officers.enable')}
          </button>
        )}
      </footer>
      {act && <OfficerActDialog name={name} act={act} onClose={() => setAct(null)} />}
    </aside>
  )
}
