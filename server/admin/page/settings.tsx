import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { Tag } from '#resources/kit/tag.tsx'
import type { SettingsAnswer, SettingValue } from '../setting-messages.ts'
import { useConsole, useConsoleState } from './context.tsx'
import { moment, yuan } from './format.ts'
import { FaultNote, Heading } from './kit.tsx'
import { PRICED, SettingDialog } from './setting-dialog.tsx'

const SETTINGS = ['prices', 'validity', 'review'] as const satisfies readonly SettingValue['setting'][]

type Change = SettingsAnswer['changes'][number]

const STATES = {
  proposed: { tone: 'warn', icon: 'clock' },
  approved: { tone: 'good', icon: 'check' },
  rejected: { tone: 'bad', icon: 'close' },
  withdrawn: { tone: 'plain', icon: 'undo' },
} as const

/** What a setting says, in words. */
const Value = ({ change }: { change: SettingValue }) => {
  const { t } = useTranslation()
  if (change.setting === 'validity') return t('settings.months', { count: change.value })
  if (change.setting === 'review') return t(change.value ? 'settings.review.on' : 'settings.review.off')
  return PRICED.map((kind) => `${t(`order.kind.${kind}`)} ${yuan(change.value[kind])}`).join(i18next.t('mark.list'))
}

const valueOf = (current: SettingsAnswer['current'], setting: SettingValue['setting']): SettingValue => {
  if (setting === 'prices') return { setting, value: current.prices }
  if (setting === 'validity') return { setting, value: current.validity }
  return { setting, value: current.review }
}

/** What waits for a second officer, and what this one can do about it. */
const Waiting = ({ waiting }: { waiting: Change }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const session = useConsoleState((state) => state.session)
  const isBusy = useConsoleState((state) => state.isBusy)
  const { id, change, proposedBy, proposedAt } = waiting
  const isOwn = proposedBy === session?.officer
  const events = isOwn ? (['withdraw'] as const) : (['reject', 'approve'] as const)
  return (
    <div className="note warn">
      <div className="grow">
        <b>
          {t('settings.to')} <Value change={change} />
        </b>
        <p>{t(isOwn ? 'settings.waits.own' : 'settings.waits', { officer: proposedBy, time: moment(proposedAt) })}</p>
      </div>
      {session?.roles.includes('authority') &&
        events.map((event) => (
          <button
            key={event}
            type="button"
            className={event === 'approve' ? 'button main' : 'button'}
            disabled={isBusy}
            onClick={() => void console.decideSetting(id, event)}
          >
            {t(`settings.${event}`)}
          </button>
        ))}
    </div>
  )
}

const History = ({ changes }: { changes: readonly Change[] }) => {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="setting-history">
      <h2 id="setting-history">{t('settings.history')}</h2>
      {changes.length === 0 ? (
        <p className="second">{t('settings.no-history')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('settings.setting')}</th>
              <th scope="col">{t('settings.to')}</th>
              <th scope="col">{t('settings.by')}</th>
              <th scope="col">{t('settings.decided')}</th>
              <th scope="col">{t('fact.state')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ id, change, state, proposedBy, proposedAt, decidedBy, decidedAt }) => (
              <tr key={id}>
                <th scope="row">{t(`settings.${change.setting}`)}</th>
                <td className="wrap">
                  <Value change={change} />
                </td>
                <td>
                  {proposedBy} <span className="small quiet">{moment(proposedAt)}</span>
                </td>
                <td>
                  {decidedBy} <span className="small quiet">{decidedAt !== null && moment(decidedAt)}</span>
                </td>
                <td>
                  <Tag {...STATES[state]}>{t(`settings.state.${state}`)}</Tag>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** What the authority charges, asks and issues; changed by two officers. */
export const Settings = () => {
  const { t } = useTranslation()
  const settings = useConsoleState((state) => state.settings)
  const fault = useConsoleState((state) => state.fault)
  const mayChange = useConsoleState(({ session }) => session?.roles.includes('authority') ?? false)
  const [changing, setChanging] = useState<SettingValue | null>(null)
  if (settings === null) return null
  const { current, changes } = settings
  return (
    <>
      <Heading title={t('nav.settings')} note={t('settings.why')} />
      {fault?.code === 'invalid-input' && changing === null && <FaultNote fault={fault} />}
      {SETTINGS.map((setting) => {
        const waiting = changes.find(({ state, change }) => state === 'proposed' && change.setting === setting)
        return (
          <section key={setting} className="setting" aria-labelledby={`setting-${setting}`}>
            <h2 id={`setting-${setting}`}>{t(`settings.${setting}`)}</h2>
            <div className="setting-now">
              <div className="grow">
                <Value change={valueOf(current, setting)} />
                <p className="small quiet">{t(`settings.${setting}.why`)}</p>
              </div>
              {mayChange && waiting === undefined && (
                <button type="button" className="button" onClick={() => setChanging(valueOf(current, setting))}>
                  {t('settings.change', { setting: t(`settings.${setting}`) })}
                </button>
              )}
            </div>
            {waiting !== undefined && <Waiting waiting={waiting} />}
          </section>
        )
      })}
      <History changes={changes.filter(({ state }) => state !== 'proposed')} />
      {changing && <SettingDialog current={changing} onClose={() => setChanging(null)} />}
    </>
  )
}
