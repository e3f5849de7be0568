import { useTranslation } from 'react-i18next'
import './top-bar.css'
import { Icon } from '#resources/kit/icon.tsx'

interface TopBarProps {
  readonly title: string
  /** The way out: back to the screen before, or closing what is open. Without one there is none. */
  readonly leave?: { readonly by: 'back' | 'close'; readonly act: () => void }
}

export const TopBar = ({ title, leave }: TopBarProps) => {
  const { t } = useTranslation()
  return (
    <header className="top-bar">
      {leave ? (
        <button type="button" aria-label={t(leave.by === 'back' ? 'act.back' : 'act.close')} onClick={leave.act}>
          <Icon name={leave.by} size={20} />
        </button>
      ) : (
        <span />
      )}
      <h1>{title}</h1>
      <span />
    </header>
  )
}
