import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './account.css'
import { CHECKS, type FieldKind } from './draft.ts'
import { limitIn, problemAtField } from './problem.ts'

export type Values = { readonly [kind in FieldKind]?: string }

export interface Checked {
  isWrong(kind: FieldKind): boolean
  /** For the form: does it when every field is good, and leads to the first that is not. */
  submit(act: () => void): (event: FormEvent<HTMLFormElement>) => void
}

/** Watches over what is filled in; nothing is called wrong before somebody has tried to send it. */
export const useChecked = (values: Values): Checked => {
  const ticket = useAccountState((state) => state.draft.sent?.ticket ?? '')
  /** Whether somebody has tried, and with which code at hand: a new one has not been filled in wrongly yet. */
  const [tried, setTried] = useState<string | null>(null)
  const kinds = Object.entries(values) as [FieldKind, string][]
  const wrong = kinds.filter(([kind, value]) => !CHECKS[kind](value, values.mobile ?? '')).map(([kind]) => kind)
  return {
    isWrong: (kind) => tried !== null && (kind !== 'code' || tried === ticket) && wrong.includes(kind),
    submit: (act) => (event) => {
      event.preventDefault()
      setTried(ticket)
      const [first] = wrong
      if (first === undefined) act()
      else event.currentTarget.querySelector<HTMLInputElement>(`[name='${first}']`)?.focus()
    },
  }
}

/** Why the last act came to nothing, unless a field says it. */
const Problem = ({ action }: { action: ReactNode }) => {
  const { t } = useTranslation()
  const error = useAccountState((state) => state.error)
  if (error === null || problemAtField(error) !== null) return null
  const limit = limitIn(error)
  return (
    <>
      {limit === null ? (
        <FaultNote error={error} />
      ) : (
        <Note tone="bad" icon="alert" title={t('error.rate-limited.title')}>
          {t(`account.limit.${limit}`)}
        </Note>
      )}
      {action}
    </>
  )
}

interface AccountFormProps {
  readonly title: string
  readonly lead?: string
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
  /** What can be done about the last error. */
  readonly remedy?: ReactNode
  readonly children: ReactNode
  readonly foot: ReactNode
}

/** A screen with one form. */
export const AccountForm = ({ title, lead, onSubmit, remedy, children, foot }: AccountFormProps) => {
  const app = useApp()
  return (
    <>
      <TopBar title={title} leave={{ by: 'back', act: app.back }} />
      <form className="account-form" noValidate onSubmit={onSubmit}>
        <main className="scroll">
          {lead && <p className="second">{lead}</p>}
          <Problem action={remedy} />
          {children}
        </main>
        <footer className="foot">{foot}</footer>
      </form>
    </>
  )
}

/** The act of a form; it waits while the server is asked. */
export const Submit = ({ children }: { children: ReactNode }) => {
  const isBusy = useAccountState((state) => state.isBusy)
  return (
    <button type="submit" className="button main" aria-disabled={isBusy}>
      {children}
    </button>
  )
}
