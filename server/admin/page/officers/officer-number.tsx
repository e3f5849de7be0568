import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { OfficerItem } from '../../messages.ts'
import { useConsole, useConsoleState } from '../context.tsx'

/** The number by which an officer applies for certificates himself, so that he never decides about his own. */
export const OfficerNumber = ({ officer: { name, mobile } }: { officer: OfficerItem }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const isBusy = useConsoleState((state) => state.isBusy)
  const [text, setText] = useState(mobile ?? '')
  const wanted = text.trim()
  const save = (event: FormEvent) => {
    event.preventDefault()
    void console.setMobile(name, wanted === '' ? null : wanted)
  }
  return (
    <form className="field" onSubmit={save}>
      <label htmlFor="officer-mobile">{t('officers.mobile')}</label>
      <div className="row">
        <input
          id="officer-mobile"
          type="tel"
          inputMode="tel"
          autoComplete="off"
          maxLength={20}
          value={text}
          aria-describedby="officer-mobile-why"
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button" disabled={isBusy || wanted === (mobile ?? '')}>
          {t('officers.save-mobile')}
        </button>
      </div>
      <span id="officer-mobile-why" className="small quiet">
        {t('officers.mobile.why')}
      </span>
    </form>
  )
}
