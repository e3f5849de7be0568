import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useOrdersState } from '../app/context.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Field } from '../kit/field.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { DETAIL_KINDS, isDoubtful, wrongDetails, type DetailKind } from './draft.ts'
import './orders.css'

const INPUTS: { readonly [kind in DetailKind]: object } = {
  title: { autoComplete: 'organization', maxLength: 100 },
  taxNumber: { autoComplete: 'off', autoCapitalize: 'characters', maxLength: 30, mono: true },
  email: { type: 'email', inputMode: 'email', autoComplete: 'email', maxLength: 100 },
}

/** To whom an invoice is made out; what is filled in is kept until it is sent. */
export const InvoiceForm = ({ order, replaces }: { order: string; replaces: string | null }) => {
  const { t } = useTranslation()
  const app = useApp()
  const draft = useOrdersState((state) => state.draft)
  const error = useOrdersState((state) => state.error)
  const isBusy = useOrdersState((state) => state.isBusy)
  const [hasTried, setTried] = useState(false)
  /** The number that was looked at twice. */
  const [doubted, setDoubted] = useState<string | null>(null)
  const wrong = wrongDetails(draft)
  const isInDoubt = isDoubtful(draft) && doubted === draft.taxNumber

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    const [first] = wrong
    if (first !== undefined) event.currentTarget.querySelector<HTMLInputElement>(`[name='${first}']`)?.focus()
    else if (isDoubtful(draft) && !isInDoubt) setDoubted(draft.taxNumber)
    else void app.orders.send(order, replaces, isInDoubt)
  }

  return (
    <>
      <TopBar title={t('invoice.form')} leave={{ by: 'back', act: app.back }} />
      <form className="order-form" noValidate onSubmit={submit}>
        <main className="scroll">
          <p className="second">{t(replaces === null ? 'invoice.form.lead' : 'invoice.form.reissue')}</p>
          {error && <FaultNote error={error} />}
          {DETAIL_KINDS.map((kind) => {
            const isWrong = hasTried && wrong.includes(kind)
            return (
              <Field
                key={kind}
                {...INPUTS[kind]}
                id={`invoice-${kind}`}
                name={kind}
                label={t(`invoice.detail.${kind}`)}
                value={draft[kind]}
                isWrong={isWrong}
                note={isWrong ? t(`invoice.detail.${kind}.wrong`) : undefined}
                onChange={(value) => app.orders.fill({ [kind]: value })}
              />
            )
          })}
          {isInDoubt && (
            <Note tone="warn" icon="alert" title={t('invoice.doubt')}>
              {t('invoice.doubt.why')}
            </Note>
          )}
        </main>
        <footer className="foot">
          <button type="submit" className="button main" aria-disabled={isBusy}>
            {t(isInDoubt ? 'invoice.form.sure' : 'invoice.form.send')}
          </button>
        </footer>
      </form>
    </>
  )
}
