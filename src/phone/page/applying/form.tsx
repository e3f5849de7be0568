import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useApplyingState } from '../app/context.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './applying.css'
import { Problem } from './problem.tsx'

export interface Checked<Name extends string> {
  /** Whether a field is called wrong: once somebody has tried to send it, or has left it so. */
  isWrong(name: Name): boolean
  /** Somebody has left the field. */
  leave(name: Name): void
  /** For the form: does it when every field is good, and leads to the first that is not. */
  submit(act: () => void): (event: FormEvent<HTMLFormElement>) => void
}

/** Watches over a form whose wrong fields are known, in the order in which they stand. */
export const useChecked = <Name extends string>(wrong: readonly Name[]): Checked<Name> => {
  const [hasTried, setTried] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<Name>>(new Set())
  return {
    isWrong: (name) => (hasTried || left.has(name)) && wrong.includes(name),
    leave: (name) => setLeft((known) => new Set([...known, name])),
    submit: (act) => (event) => {
      event.preventDefault()
      setTried(true)
      const [first] = wrong
      if (first === undefined) return act()
      event.currentTarget.querySelector<HTMLElement>(`[name='${first}']`)?.focus()
    },
  }
}

interface ApplyingFormProps {
  readonly title: string
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
  /** What can be done about the last error. */
  readonly remedy?: ReactNode
  readonly children: ReactNode
  /** The act of the form, in words. */
  readonly act: string
}

/** A screen with one form. */
export const ApplyingForm = ({ title, onSubmit, remedy, children, act }: ApplyingFormProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useApplyingState((state) => state.isBusy)
  return (
    <>
      <TopBar title={title} leave={{ by: 'back', act: app.back }} />
      <form className="applying-form" noValidate onSubmit={onSubmit}>
        <main className="scroll">
          <Problem action={remedy} />
          {children}
        </main>
        <footer className="foot">
          <button type="submit" className="button main" aria-disabled={isBusy}>
            {isBusy ? t('apply.busy') : act}
          </button>
        </footer>
      </form>
    </>
  )
}
