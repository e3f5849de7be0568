import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../format/quantity.ts'
import './page-field.css'
import type { ProjectPage } from './pages.ts'

interface PageFieldProps {
  readonly pages: readonly ProjectPage[]
  readonly page: ProjectPage
  readonly onChoose: (page: ProjectPage) => void
}

/** The number of the page on screen; another number and Enter lead there. */
export const PageField = ({ pages, page, onChoose }: PageFieldProps) => {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const choose = () => {
    const chosen = typed === null ? undefined : pages[Number(typed) - 1]
    setTyped(null)
    if (chosen) onChoose(chosen)
  }
  return (
    <label className="page-field">
      {t('page.before')}
      <input
        inputMode="numeric"
        aria-label={t('page.number')}
        value={typed ?? page.number}
        onChange={(event) => setTyped(event.currentTarget.value.replace(/\D/g, ''))}
        onBlur={choose}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose()
          if (event.key === 'Escape') setTyped(null)
        }}
      />
      {t('page.after', { pages: count(pages.length) })}
    </label>
  )
}
