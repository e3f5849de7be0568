import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PROOF_METHODS, type IdentityAnswer, type ProofMethod } from '#core/identity/proof'
import { useAccountState, useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Field } from '../kit/field.tsx'
import { Note } from '../kit/note.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { AccountForm, Submit, useChecked } from './form.tsx'
import { day } from '#resources/kit/time.ts'

const MethodChoice = ({ method, onChoose }: { method: ProofMethod; onChoose: (method: ProofMethod) => void }) => {
  const { t } = useTranslation()
  return (
    <fieldset className="account-choice">
      <legend className="section">{t('account.identity.method')}</legend>
      {PROOF_METHODS.map((each) => (
        <label key={each}>
          <input type="radio" name="method" checked={each === method} onChange={() => onChoose(each)} />
          {t(`account.identity.${each}`)}
        </label>
      ))}
    </fieldset>
  )
}

/** Who one is already, as far as it is shown. */
const Known = ({ identity }: { identity: IdentityAnswer }) => {
  const { t } = useTranslation()
  if (identity.name === null || identity.provenAt === null) return null
  return (
    <dl className="facts account-facts">
      <dt>{t('account.name')}</dt>
      <dd>{identity.name}</dd>
      <dt>{t('account.idNumber')}</dt>
      <dd className="mono">{identity.idNumber}</dd>
      <dt>{t('account.identity.last')}</dt>
      <dd>
        {day(identity.provenAt)}
        {t('mark.comma')}
        {identity.method && t(`account.identity.${identity.method}`)}
      </dd>
    </dl>
  )
}

/** The check at Alipay is not over yet. */
const Pending = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <Note
      tone="warn"
      icon="clock"
      title={t('account.identity.pending')}
      action={
        <Button kind="small" onClick={() => void app.account.checkAlipay()}>
          {t('account.identity.check')}
        </Button>
      }
    >
      {t('account.identity.pending.why')}
    </Note>
  )
}

/** It is known who one is. The same can be proved again, where something asks for it. */
const Proven = ({ identity, onAgain }: { identity: IdentityAnswer; onAgain: () => void }) => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <TopBar title={t('account.identity')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <Outcome tone="done" icon="check" title={t('account.identity.done')}>
          {t('account.identity.done.why')}
        </Outcome>
        <Known identity={identity} />
      </main>
      <footer className="foot">
        <Button onClick={onAgain}>{t('account.identity.once-more')}</Button>
      </footer>
    </>
  )
}

/** What is asked for a proof. */
const ProofForm = ({ isAgain }: { isAgain: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { name, idNumber, bankMobile } = useAccountState((state) => state.draft)
  const isPending = useAccountState((state) => state.done === 'certify-pending')
  const [method, choose] = useState<ProofMethod>('alipay')
  const [card, setCard] = useState('')
  const byCard = method === 'bank-card'
  const checked = useChecked(byCard ? { name, idNumber, card, mobile: bankMobile } : { name, idNumber })
  const field = (kind: 'name' | 'idNumber' | 'card' | 'mobile') => ({
    id: `account-${kind}`,
    name: kind,
    isWrong: checked.isWrong(kind),
    note: checked.isWrong(kind) ? t(`account.${kind}.wrong`) : undefined,
  })
  return (
    <AccountForm
      title={t('account.identity')}
      lead={t(isAgain ? 'account.identity.again' : 'account.identity.lead')}
      onSubmit={checked.submit(() => void (byCard ? app.account.proveByCard(card) : app.account.goToAlipay()))}
      foot={<Submit>{t(byCard ? 'account.identity.submit' : 'account.identity.to-alipay')}</Submit>}
    >
      {isPending && <Pending />}
      <MethodChoice method={method} onChoose={choose} />
      <Field
        {...field('name')}
        label={t('account.name')}
        autoComplete="name"
        maxLength={50}
        value={name}
        onChange={(value) => app.account.fill({ name: value })}
      />
      <Field
        {...field('idNumber')}
        label={t('account.idNumber')}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={24}
        mono
        value={idNumber}
        onChange={(value) => app.account.fill({ idNumber: value })}
      />
      {byCard && (
        <>
          <Field
            {...field('card')}
            label={t('account.card')}
            inputMode="numeric"
            autoComplete="cc-number"
            maxLength={30}
            mono
            value={card}
            onChange={setCard}
          />
          <Field
            {...field('mobile')}
            label={t('account.bankMobile')}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            maxLength={20}
            value={bankMobile}
            onChange={(value) => app.account.fill({ bankMobile: value })}
          />
        </>
      )}
    </AccountForm>
  )
}

/** Real name, by Alipay or a bank card. */
export const IdentityScreen = () => {
  const identity = useAccountState((state) => state.identity)
  /** The proof after which another one is to be made. */
  const [after, setAfter] = useState<number | null>(null)
  if (identity === null || identity.provenAt === null) return <ProofForm isAgain={false} />
  if (after === identity.provenAt) return <ProofForm isAgain />
  return <Proven identity={identity} onAgain={() => setAfter(identity.provenAt)} />
}
