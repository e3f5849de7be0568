import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadAddress } from '#agent/applications'
import type { MemberItem } from '#core/application/company'
import type { HoldingState } from '#core/application/holding'
import type { IconName } from '#resources/kit/icon.tsx'
import { Tag, type Tone } from '#resources/kit/tag.tsx'
import { day } from '#resources/kit/time.ts'
import { useApp, useCompanyState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { ConfirmSheet } from './confirm-sheet.tsx'
import { Problem } from './problem.tsx'
import { SignerNote } from './signer-note.tsx'
import { RoleTag, TermTag, useSeals } from './words.tsx'

const STATES: { readonly [state in HoldingState]: readonly [Tone, IconName] } = {
  'in-force': ['good', 'check'],
  expired: ['plain', 'clock'],
  revoked: ['bad', 'close'],
}

const Certificates = ({ certificates }: Pick<MemberItem, 'certificates'>) => {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="member-certificates">
      <h2 id="member-certificates" className="section">
        {t('company.certificates')}
      </h2>
      {certificates.length === 0 && <p className="quiet company-empty">{t('company.certificates.none')}</p>}
      <ul>
        {certificates.map(({ application, state, notBefore, notAfter }) => {
          const [tone, icon] = STATES[state]
          return (
            <li key={application} className="company-certificate">
              <span>{t('term', { from: day(notBefore), until: day(notAfter) })}</span>
              <Tag tone={tone} icon={icon}>
                {t(`company.certificate.${state}`)}
              </Tag>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const Facts = ({ member: { name, mobile, role, since, authorisation, letter } }: { member: MemberItem }) => {
  const { t } = useTranslation()
  const sealsOf = useSeals()
  return (
    <dl className="facts company-facts">
      <dt>{t('company.name')}</dt>
      <dd>{name}</dd>
      <dt>{t('company.mobile')}</dt>
      <dd>{mobile}</dd>
      <dt>{t('company.role.of')}</dt>
      <dd>
        <RoleTag role={role} />
      </dd>
      <dt>{t('company.since')}</dt>
      <dd>{day(since)}</dd>
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
      {letter !== null && (
        <>
          <dt>{t('company.letter')}</dt>
          <dd>
            <a className="link" href={uploadAddress(letter)} download>
              {t('company.letter.sealed')}
            </a>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Somebody of the company, as its administrator sees him. */
export const MemberScreen = ({ creditCode, application }: { creditCode: string; application: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const sheet = useRef<HTMLDialogElement>(null)
  const people = useCompanyState((state) => state.people)
  const error = useCompanyState((state) => state.error)
  const isLoading = useCompanyState((state) => state.isLoading)
  const member = people?.members.find((each) => each.application === application)
  const hasSigner = app.company.signer(creditCode) !== null
  const isStaff = member?.role === 'staff' && !member.isOneself
  return (
    <>
      <TopBar title={t('company.member.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <Problem error={error} screen={{ at: 'member', creditCode, application }} />}
        {!member && !error && (
          <p className="quiet company-none">{t(isLoading ? 'company.loading' : 'company.member.gone')}</p>
        )}
        {member && (
          <>
            <Facts member={member} />
            <Certificates certificates={member.certificates} />
            {isStaff && member.authorisation && <p className="second company-note">{t('company.authorisation.why')}</p>}
            {isStaff && <SignerNote creditCode={creditCode} />}
          </>
        )}
      </main>
      {isStaff && (
        <footer className="foot">
          <Button disabled={!hasSigner} onClick={() => sheet.current?.showModal()}>
            {t('company.remove')}
          </Button>
          <ConfirmSheet
            sheet={sheet}
            title={t('company.remove.sure', { name: member.name })}
            text={t('company.remove.why')}
            act={t('company.enter-pin')}
            onAct={() => app.turnTo({ at: 'company-pin', act: 'remove', creditCode, application })}
          />
        </footer>
      )}
    </>
  )
}
