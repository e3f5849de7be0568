import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { day } from '#resources/kit/time.ts'
import { useConsole } from '../context.tsx'
import { ends, minute } from '../format.ts'
import type { Application, Draft, Mark, Tick } from './flow.ts'

type Check = Application['checks'][number]

/** Those that name days, not moments. */
const DAYS: readonly Check['name'][] = ['previous']
const SHAPES = { good: 'check', note: 'info', warn: 'alert', bad: 'alert' } as const

/** A machine-checked line in words. */
const said = ({ name, verdict, words, times }: Check): string => {
  const write = DAYS.includes(name) ? day : minute
  const { how, method, serial, ...rest } = words
  return i18next.t(`check.${name}.${how ?? verdict}` as 'check.unclaimed.good', {
    ...rest,
    ...(method === undefined ? {} : { method: i18next.t(`method.${method}` as 'method.alipay', method) }),
    ...(serial === undefined ? {} : { serial: ends(serial) }),
    ...Object.fromEntries(Object.entries(times).map(([key, time]) => [key, write(time)])),
  })
}

const Said = ({ check }: { check: Check }) => (
  <span className={`said ${check.verdict === 'note' ? 'quiet' : check.verdict}`}>
    <Icon name={SHAPES[check.verdict]} size={12} />
    {said(check)}
  </span>
)

interface MarksProps {
  readonly tick: Tick
  readonly label: string
  readonly mark: Mark | undefined
}

const Marks = ({ tick, label, mark }: MarksProps) => {
  const { t } = useTranslation()
  const console = useConsole()
  return (
    <dd className="marks">
      {(['yes', 'no'] as const).map((each) => (
        <button
          key={each}
          type="button"
          className={each}
          aria-pressed={mark === each}
          aria-label={t(`review.mark.${each}`, { label })}
          title={t(`tick.${tick}`)}
          onClick={() => console.mark(tick, each)}
        >
          <Icon name={each === 'yes' ? 'check' : 'close'} size={14} />
        </button>
      ))}
    </dd>
  )
}

interface RowProps {
  readonly application: Application
  readonly draft: Draft
  readonly label: string
  /** Machine-checked lines that belong here. */
  readonly checks?: readonly Check['name'][]
  readonly tick?: Tick
  readonly children: ReactNode
}

/** A fact, what the server has checked of it, and what the officer has to look at. */
const Row = ({ application, draft, label, checks = [], tick, children }: RowProps) => {
  const at = tick === undefined ? -1 : application.checklist.ticks.indexOf(tick)
  const told = application.checks.filter(({ name }) => checks.includes(name))
  return (
    <div className="compared">
      <dt>
        <kbd aria-hidden="true">{at >= 0 && at + 1}</kbd>
        {label}
      </dt>
      <dd>
        {children}
        {told.length > 0 && (
          <span className="small">
            {told.map((check) => (
              <Said key={check.name} check={check} />
            ))}
          </span>
        )}
      </dd>
      {tick !== undefined && at >= 0 && <Marks tick={tick} label={label} mark={draft.marks[tick]} />}
    </div>
  )
}

type Facts = Pick<RowProps, 'application' | 'draft'>

const Company = (given: Facts) => {
  const { t } = useTranslation()
  const { company, creditCode, checklist, licence } = given.application
  const { ticks } = checklist
  return (
    <>
      <Row
        {...given}
        label={t('review.name')}
        checks={['registry-name']}
        {...(ticks.includes('name') ? { tick: 'name' } : {})}
      >
        <b>{licence?.name ?? company}</b>
      </Row>
      <Row
        {...given}
        label={t('fact.code')}
        checks={['code-sum', 'unclaimed', 'rivals']}
        {...(ticks.includes('credit-code') ? { tick: 'credit-code' } : {})}
      >
        <span className="mono">{creditCode}</span>
      </Row>
    </>
  )
}

const Licence = (given: Facts) => {
  const { t } = useTranslation()
  const { licence } = given.application
  if (licence === null) return null
  return (
    <>
      <Row {...given} label={t('review.legal-person')} checks={['own-person']} tick="legal-person">
        {licence.legalPerson}
      </Row>
      <Row {...given} label={t('review.licence-until')} checks={['licence-date']} tick="licence-until">
        {licence.licenceUntil === 'long-term' ? t('review.long-term') : licence.licenceUntil}
      </Row>
      <Row {...given} label={t('review.id')} checks={['card-sum']} tick="id-number">
        {t(`id.${licence.idType}`)} <span className="mono">{licence.idNumber}</span>
      </Row>
    </>
  )
}

const Applicant = (given: Facts) => {
  const { t } = useTranslation()
  const { applicant, checklist } = given.application
  return (
    <Row
      {...given}
      label={t('review.applicant')}
      checks={['identity', 'identity-again', 'member']}
      {...(checklist.ticks.includes('person') ? { tick: 'person' } : {})}
    >
      {applicant === null ? (
        t('review.no-applicant')
      ) : (
        <>
          <b>{applicant.name}</b> <span className="mono">{applicant.idNumber}</span>
        </>
      )}
    </Row>
  )
}

const Authorisation = (given: Facts) => {
  const { t } = useTranslation()
  const { authorisation } = given.application
  if (authorisation === null) return null
  return (
    <>
      <Row {...given} label={t('review.seals')} tick="seals">
        {authorisation.seals.map((seal) => t(`seal.${seal}`)).join(t('mark.list'))}
      </Row>
      <Row {...given} label={t('review.term')} checks={['term-date']} tick="term">
        {authorisation.until}
      </Row>
      <Row {...given} label={t('file.letter')} checks={['letter-signed', 'agreed']} tick="letter-seal">
        {t('tick.letter-seal')}
      </Row>
    </>
  )
}

const Previous = (given: Facts) => {
  const { t } = useTranslation()
  const { previous, checklist } = given.application
  if (!checklist.ticks.includes('certificates')) return null
  return (
    <Row {...given} label={t('review.previous')} checks={['previous']} tick="certificates">
      {previous === null ? t('review.no-previous') : <span className="mono">{ends(previous.signing)}</span>}
    </Row>
  )
}

const Paper = (given: Facts) => {
  const { t } = useTranslation()
  const { id, checklist } = given.application
  if (!checklist.ticks.includes('form')) return null
  return (
    <>
      <Row {...given} label={t('file.stamped')} tick="form">
        {t('tick.form')} <span className="mono">{id.slice(0, 8).toUpperCase()}</span>
      </Row>
      <Row {...given} label={t('review.stamp')} tick="stamp">
        {t('tick.stamp')}
      </Row>
    </>
  )
}

/** Whose place it is, and whether he has heard of it. */
const Administrator = (given: Facts) => {
  const { t } = useTranslation()
  const { kind, administrator, checklist } = given.application
  if (kind !== 'takeover') return null
  return (
    <>
      {checklist.ticks.includes('called-back') && (
        <Row {...given} label={t('review.called-back')} tick="called-back">
          {t('tick.called-back')}
        </Row>
      )}
      <Row {...given} label={t('review.administrator')} checks={['administrator-told']}>
        {administrator === null ? (
          t('review.no-administrator')
        ) : (
          <>
            <b>{administrator.name}</b> <span className="mono">{administrator.mobile}</span>
          </>
        )}
      </Row>
    </>
  )
}

/** All that an officer compares, in the order of the checklist, and what he only knows. */
export const Facts = (given: Facts) => {
  const { t } = useTranslation()
  const { certificate, kind } = given.application
  const isFirst = kind === 'claim' || kind === 'renew' || kind === 'takeover'
  return (
    <dl className="compare">
      {isFirst && <Company {...given} />}
      <Licence {...given} />
      {kind !== 'claim' && <Applicant {...given} />}
      <Authorisation {...given} />
      <Previous {...given} />
      <Paper {...given} />
      <Administrator {...given} />
      {!isFirst && <Company {...given} />}
      {kind === 'claim' && <Applicant {...given} />}
      {certificate !== null && (
        <Row {...given} label={t('review.use')}>
          {[certificate.province, certificate.platform, certificate.organisation].join(t('mark.comma'))}
        </Row>
      )}
    </dl>
  )
}
