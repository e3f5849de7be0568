import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import { useConsole, useConsoleState } from './context.tsx'
import { hoursAndMinutes, moment } from './format.ts'
import { Heading } from './kit.tsx'

const Figure = ({ name, value, note }: { name: string; value: string; note?: string }) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd>{value}</dd>
    {note && <dd className="small quiet">{note}</dd>}
  </div>
)

export const Overview = () => {
  const { t, i18n } = useTranslation()
  const console = useConsole()
  const overview = useConsoleState((state) => state.overview)
  if (overview === null) return null
  const number = (value: number) => value.toLocaleString(i18n.language)
  const { certificates, companies, enrolmentsToday, relay, version, demo, startedAt, now } = overview
  return (
    <>
      <Heading title={t('nav.overview')} note={t('overview.at', { time: moment(now) })}>
        {demo && (
          <Tag tone="warn" icon="alert">
            {t('overview.demo')}
          </Tag>
        )}
        <button type="button" className="button" onClick={() => void console.refresh()}>
          <Icon name="refresh" />
          {t('act.refresh')}
        </button>
      </Heading>
      <section aria-labelledby="figures-ca">
        <h2 id="figures-ca">{t('overview.ca')}</h2>
        <dl className="figures">
          <Figure name={t('overview.in-force')} value={number(certificates.inForce)} />
          <Figure name={t('overview.revoked')} value={number(certificates.revoked)} />
          <Figure name={t('overview.companies')} value={number(companies)} />
          <Figure name={t('overview.today')} value={number(enrolmentsToday)} note={t('overview.today.why')} />
        </dl>
      </section>
      <section aria-labelledby="figures-relay">
        <h2 id="figures-relay">{t('overview.relay')}</h2>
        <dl className="figures">
          <Figure name={t('overview.connections')} value={number(relay.connections)} />
          <Figure name={t('overview.rooms')} value={number(relay.rooms)} note={t('overview.rooms.why')} />
          <Figure name={t('overview.forwarded')} value={number(relay.forwarded)} note={t('overview.forwarded.why')} />
          <Figure name={t('overview.refused')} value={number(relay.refused)} note={t('overview.refused.why')} />
          <Figure
            name={t('overview.stored')}
            value={t('bytes', { bytes: number(relay.stored) })}
            note={t('overview.stored.why')}
          />
        </dl>
      </section>
      <section aria-labelledby="figures-server">
        <h2 id="figures-server">{t('overview.server')}</h2>
        <dl className="facts">
          <dt>{t('fact.version')}</dt>
          <dd>{version}</dd>
          <dt>{t('fact.started')}</dt>
          <dd>{moment(startedAt)}</dd>
          <dt>{t('fact.running')}</dt>
          <dd>{t('span', hoursAndMinutes(now - startedAt))}</dd>
        </dl>
      </section>
    </>
  )
}
