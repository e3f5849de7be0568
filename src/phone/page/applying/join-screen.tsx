import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AdministratorAnswer } from '#core/application/messages'
import { useApp, useApplyingState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Field } from '../kit/field.tsx'
import { LinkRow } from '../kit/list.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { wrongJoin, type JoinField } from './draft.ts'
import { ApplyingForm, useChecked } from './form.tsx'
import { StepBar } from './step-bar.tsx'

interface JoinProps {
  readonly creditCode: string
  readonly administrator: AdministratorAnswer
}

const Facts = ({ creditCode, administrator: { company, name, mobile } }: JoinProps) => {
  const { t } = useTranslation()
  return (
    <dl className="facts applying-facts">
      <dt>{t('fact.company')}</dt>
      <dd>
        {company}
        <div className="mono quiet">{creditCode}</div>
      </dd>
      <dt>{t('apply.join.administrator')}</dt>
      <dd>
        {name}
        <div className="mono quiet">{mobile}</div>
      </dd>
    </dl>
  )
}

/** Whoever knows the administrator can complete what is masked of him. */
const Acquaintance = ({ creditCode, administrator }: JoinProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const draft = useApplyingState((state) => state.draft.join)
  const checked = useChecked(wrongJoin(draft))
  const field = (name: JoinField) => ({
    id: `join-${name}`,
    name,
    label: t(`apply.join.${name}`),
    value: draft[name],
    isWrong: checked.isWrong(name),
    note: checked.isWrong(name) ? t(`apply.join.${name}.wrong`) : undefined,
    onChange: (value: string) => app.applying.fillJoin({ [name]: value }),
  })
  return (
    <ApplyingForm
      title={t('apply.join')}
      act={t('apply.next')}
      onSubmit={checked.submit(() => void app.applying.join(creditCode))}
    >
      <StepBar kind="join" here="administrator" />
      <Facts creditCode={creditCode} administrator={administrator} />
      <p className="second">{t('apply.join.lead')}</p>
      <Field {...field('name')} autoComplete="off" maxLength={50} />
      <Field {...field('mobile')} type="tel" inputMode="tel" autoComplete="off" maxLength={20} />
      <p className="small quiet applying-hint">{t('apply.join.tries')}</p>
    </ApplyingForm>
  )
}

/** A company that has an administrator: its certificates can be had by whoever knows him. */
export const JoinScreen = (props: JoinProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const hasBegun = useApplyingState(({ draft }) => draft.join.name !== '' || draft.join.mobile !== '')
  const { creditCode, administrator } = props
  const takeOver = () => app.applying.claim({ creditCode, name: administrator.company }, 'takeover')
  const [isKnown, setKnown] = useState(hasBegun)
  if (isKnown) return <Acquaintance {...props} />
  return (
    <>
      <TopBar title={t('apply.join')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <Facts {...props} />
        <p className="second">{t('apply.join.why')}</p>
        <h2 className="section">{t('apply.takeover.gone')}</h2>
        <ul>
          <LinkRow title={t('apply.takeover.go')} note={t('apply.takeover.go.why')} onOpen={takeOver} />
        </ul>
      </main>
      <footer className="foot">
        <Button kind="main" onClick={() => setKnown(true)}>
          {t('apply.join.known')}
        </Button>
      </footer>
    </>
  )
}
