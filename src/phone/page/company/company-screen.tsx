import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Handover, MemberList, OwnCompany } from '#core/application/company'
import { day } from '#resources/kit/time.ts'
import { useApp, useCompanyState } from '../app/context.tsx'
import { moment } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { LinkRow } from '../kit/list.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { ConfirmSheet } from './confirm-sheet.tsx'
import { Problem } from './problem.tsx'
import { useWatch } from './use-watch.ts'
import { DoneNote, MemberTag, RoleTag, TermTag, useSeals } from './words.tsx'

const Facts = ({ company }: { company: OwnCompany }) => {
  const { t } = useTranslation()
  const sealsOf = useSeals()
  const { creditCode, role, since, authorisation, administrator, members } = company
  return (
    <dl className="facts company-facts">
      <dt>{t('fact.code')}</dt>
      <dd className="mono">{creditCode}</dd>
      <dt>{t('company.role')}</dt>
      <dd>
        <RoleTag role={role} />
      </dd>
      {role === 'staff' && (
        <>
          <dt>{t('company.administrator')}</dt>
          <dd>{administrator}</dd>
        </>
      )}
      <dt>{t('company.seals')}</dt>
      <dd>{sealsOf(authorisation)}</dd>
      {authorisation && (
        <>
          <dt>{t('company.until')}</dt>
          <dd className="company-term">
            {authorisation.until}
            <TermTag authorisation={authorisation} />
          </dd>
        </>
      )}
      <dt>{t('company.people')}</dt>
      <dd>{t('company.people.count', { count: members })}</dd>
      <dt>{t('company.since')}</dt>
      <dd>{day(since)}</dd>
    </dl>
  )
}

/** The administration is offered: by the administrator, or to whoever looks. */
const Offer = ({ company, handover }: { company: OwnCompany; handover: Handover }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useCompanyState((state) => state.isBusy)
  const { creditCode, administrator } = company
  const { id, name, until } = handover
  const answer = (what: 'accept' | 'decline' | 'withdraw') => () => void app.company.answer(creditCode, id, what)
  if (company.role === 'administrator')
    return (
      <Note
        icon="clock"
        title={t('company.offer.made', { name })}
        action={
          <Button kind="small" disabled={isBusy} onClick={answer('withdraw')}>
            {t('company.offer.withdraw')}
          </Button>
        }
      >
        {t('company.offer.made.why', { until: day(until) })}
      </Note>
    )
  return (
    <Note
      tone="warn"
      icon="shield"
      title={t('company.offer.got', { name: administrator })}
      action={
        <span className="company-answers">
          <Button kind="small" disabled={isBusy} onClick={answer('decline')}>
            {t('company.offer.decline')}
          </Button>
          <Button kind="small" disabled={isBusy} onClick={answer('accept')}>
            {t('company.offer.accept')}
          </Button>
        </span>
      }
    >
      {t('company.offer.got.why', { until: day(until) })}
    </Note>
  )
}

const Waiting = ({ creditCode }: { creditCode: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const joinings = useCompanyState((state) => state.joinings)
  return (
    <section aria-labelledby="company-waiting">
      <h2 id="company-waiting" className="section">
        {t('company.waiting')}
      </h2>
      {joinings?.length === 0 && <p className="quiet company-empty">{t('company.waiting.none')}</p>}
      <ul>
        {joinings?.map(({ id, applicant, submittedAt }) => (
          <LinkRow
            key={id}
            icon="person"
            title={t('company.waiting.join', { name: applicant.name })}
            note={[applicant.mobile, moment(submittedAt ?? 0, now)].join(t('mark.comma'))}
            onOpen={() => app.open({ at: 'joining', creditCode, application: id })}
          />
        ))}
      </ul>
    </section>
  )
}

const Members = ({ creditCode, members }: Pick<MemberList, 'members'> & { creditCode: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const sealsOf = useSeals()
  return (
    <section aria-labelledby="company-members">
      <h2 id="company-members" className="section">
        {t('company.members')}
      </h2>
      <ul>
        {members.map((member) => (
          <LinkRow
            key={member.application}
            title={t(member.isOneself ? 'company.member.self' : 'company.member', {
              name: member.name,
              role: t(`company.role.${member.role}`),
            })}
            note={sealsOf(member.authorisation)}
            value={<MemberTag member={member} />}
            onOpen={() => app.open({ at: 'member', creditCode, application: member.application })}
          />
        ))}
      </ul>
      {members.length === 1 && <p className="quiet company-empty">{t('company.members.alone')}</p>}
    </section>
  )
}

const History = ({ history }: Pick<MemberList, 'history'>) => {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <details className="company-history">
      <summary>{t('company.history')}</summary>
      <ul>
        {history.map(({ at, event, name }, index) => (
          <li key={index}>
            <span className="quiet">{moment(at, now)}</span>
            <span>{t(`company.event.${event}`, { name })}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

const Administration = ({ company }: { company: OwnCompany }) => {
  const { t } = useTranslation()
  const app = useApp()
  const people = useCompanyState((state) => state.people)
  const { creditCode } = company
  if (people?.creditCode !== creditCode) return null
  return (
    <>
      <Waiting creditCode={creditCode} />
      <Members creditCode={creditCode} members={people.members} />
      {company.handover === null && (
        <ul>
          <LinkRow
            icon="shield"
            title={t('company.handover')}
            note={t('company.handover.why')}
            onOpen={() => app.open({ at: 'handover', creditCode })}
          />
        </ul>
      )}
      <History history={people.history} />
    </>
  )
}

const Leaving = ({ company: { creditCode, application, name } }: { company: OwnCompany }) => {
  const { t } = useTranslation()
  const app = useApp()
  const sheet = useRef<HTMLDialogElement>(null)
  return (
    <footer className="foot">
      <Button onClick={() => sheet.current?.showModal()}>{t('company.leave')}</Button>
      <ConfirmSheet
        sheet={sheet}
        title={t('company.leave.sure', { name })}
        text={t('company.leave.why')}
        act={t('company.enter-pin')}
        onAct={() => app.open({ at: 'company-pin', act: 'leave', creditCode, application })}
      />
    </footer>
  )
}

/** One company: what it is, who one is there, and for its administrator what there is to do. */
export const OneCompany = ({ creditCode }: { creditCode: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const companies = useCompanyState((state) => state.companies)
  const error = useCompanyState((state) => state.error)
  const company = companies?.find((each) => each.creditCode === creditCode)
  useWatch(creditCode, company !== undefined && company.handover !== null)
  return (
    <>
      <TopBar title={t('company.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <DoneNote />
        {error && <Problem error={error} screen={{ at: 'company', creditCode }} />}
        {companies !== null && company === undefined && <p className="company-none">{t('company.gone')}</p>}
        {companies === null && error === null && <p className="quiet company-none">{t('company.loading')}</p>}
        {company && (
          <>
            <h2 className="company-name">{company.name}</h2>
            {company.handover && <Offer company={company} handover={company.handover} />}
            <Facts company={company} />
            {company.role === 'administrator' && <Administration company={company} />}
          </>
        )}
      </main>
      {company?.role === 'staff' && <Leaving company={company} />}
    </>
  )
}
