import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Field } from '../kit/field.tsx'
import './enrol-form.css'
import { isSlip, tidyCode, wrongFields, type Form } from './enrolment.ts'

interface FieldProps {
  readonly name: keyof Form
  readonly isWrong: boolean
  readonly mono?: boolean
  readonly hint?: string
  /** What is wrong, where it is not the usual. */
  readonly problem?: string | undefined
}

const AUTOCOMPLETE: Readonly<Record<keyof Form, string>> = { person: 'name', creditCode: 'off', device: 'off' }

const EnrolField = ({ name, isWrong, mono = false, hint, problem }: FieldProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const form = useAppState((state) => state.enrolment.form)
  return (
    <Field
      id={`enrol-${name}`}
      name={name}
      label={t(`enrol.${name}`)}
      value={form[name]}
      mono={mono}
      autoComplete={AUTOCOMPLETE[name]}
      autoCapitalize={mono ? 'characters' : 'off'}
      maxLength={64}
      isWrong={isWrong}
      note={isWrong ? (problem ?? t(`enrol.${name}.wrong`)) : hint}
      onChange={(value) => app.fillIn({ ...form, [name]: value })}
    />
  )
}

/** Companies of a demo server, to tap instead of typing eighteen characters. */
const Suggestions = () => {
  const { t } = useTranslation()
  const app = useApp()
  const { companies, form } = useAppState((state) => state.enrolment)
  if (companies.length === 0) return null
  return (
    <section className="enrol-demo" aria-labelledby="enrol-demo">
      <h2 id="enrol-demo" className="small second">
        {t('enrol.demo')}
      </h2>
      <ul>
        {companies.map(({ name, creditCode }) => (
          <li key={creditCode}>
            <button
              type="button"
              aria-pressed={tidyCode(form.creditCode) === creditCode}
              onClick={() => app.fillIn({ ...form, creditCode })}
            >
              {name}
              <span className="mono quiet">{creditCode}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

export const EnrolForm = () => {
  const { t } = useTranslation()
  const app = useApp()
  const { form, error } = useAppState((state) => state.enrolment)
  const [tried, setTried] = useState(false)
  const wrong = wrongFields(form)
  const isWrong = (name: keyof Form) => tried && wrong.includes(name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong.length === 0) app.askForPin()
  }
  return (
    <form className="enrol-form" noValidate onSubmit={submit}>
      <main className="scroll">
        <p className="second">{t('enrol.lead')}</p>
        {error && <FaultNote error={error} />}
        <EnrolField name="person" isWrong={isWrong('person')} />
        <EnrolField
          name="creditCode"
          mono
          isWrong={isWrong('creditCode')}
          problem={isSlip(form.creditCode) ? t('enrol.creditCode.slip') : undefined}
        />
        <Suggestions />
        <EnrolField name="device" isWrong={isWrong('device')} hint={t('enrol.device.why')} />
      </main>
      <footer className="foot">
        <button type="submit" className="button main">
          {t('enrol.next')}
        </button>
      </footer>
    </form>
  )
}
