import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MemberItem } from '#core/application/company'
import { useApp, useCompanyState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { bar } from './draft.ts'
import { Problem } from './problem.tsx'
import { SignerNote } from './signer-note.tsx'

interface ChoiceProps {
  readonly member: MemberItem
  readonly isChosen: boolean
  readonly onChoose: () => void
}

const Choice = ({ member, isChosen, onChoose }: ChoiceProps) => {
  const { t } = useTranslation()
  const barred = bar(member, useNow())
  return (
    <label className="company-choice">
      <input type="radio" name="member" checked={isChosen} disabled={barred !== null} onChange={onChoose} />
      <span className="grow">
        {member.name}
        <span className="link-row-note">{barred === null ? member.mobile : t(`company.handover.bar.${barred}`)}</span>
      </span>
    </label>
  )
}

/** Chooses to whom the administration is offered. */
export const HandoverScreen = ({ creditCode }: { creditCode: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const people = useCompanyState((state) => state.people)
  const error = useCompanyState((state) => state.error)
  const [chosen, setChosen] = useState<string | null>(null)
  const staff = people?.members.filter(({ role }) => role === 'staff') ?? []
  const member = staff.find(({ application }) => application === chosen)
  const canGo = member !== undefined && bar(member, now) === null && app.company.signer(creditCode) !== null
  return (
    <>
      <TopBar title={t('company.handover')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <Problem error={error} screen={{ at: 'handover', creditCode }} />}
        <p className="second">{t('company.handover.lead')}</p>
        <ol className="company-steps">
          <li>{t('company.handover.1')}</li>
          <li>{t('company.handover.2')}</li>
          <li>{t('company.handover.3')}</li>
        </ol>
        <SignerNote creditCode={creditCode} />
        <fieldset className="company-choices">
          <legend className="section">{t('company.handover.to')}</legend>
          {people && staff.length === 0 && <p className="quiet company-empty">{t('company.handover.nobody')}</p>}
          {staff.map((each) => (
            <Choice
              key={each.application}
              member={each}
              isChosen={each.application === chosen}
              onChoose={() => setChosen(each.application)}
            />
          ))}
        </fieldset>
      </main>
      <footer className="foot">
        <Button
          kind="act"
          icon="lock"
          disabled={!canGo}
          onClick={() =>
            member && app.turnTo({ at: 'company-pin', act: 'hand-over', creditCode, application: member.application })
          }
        >
          {t('company.enter-pin')}
        </Button>
      </footer>
    </>
  )
}
