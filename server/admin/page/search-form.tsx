import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'

interface SearchFormProps {
  /** What may be looked for, in words. */
  readonly label: string
  /** What is looked for now. */
  readonly text: string
  readonly onSearch: (text: string) => void
}

export const SearchForm = ({ label, text: searched, onSearch }: SearchFormProps) => {
  const { t } = useTranslation()
  const [text, setText] = useState(searched)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(text.trim())
  }
  return (
    <form role="search" className="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={64}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button small">
        {t('act.search')}
      </button>
    </form>
  )
}
