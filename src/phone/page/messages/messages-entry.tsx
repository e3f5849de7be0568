import { useTranslation } from 'react-i18next'
import { Tag } from '#resources/kit/tag.tsx'
import { useAccountState, useApp, useMessagesState } from '../app/context.tsx'
import { LinkRow } from '../kit/list.tsx'

/** The way to messages, for whoever is logged in, with how many are new. */
export const MessagesEntry = () => {
  const { t } = useTranslation()
  const app = useApp()
  const isLoggedIn = useAccountState((state) => state.account !== null)
  const unread = useMessagesState((state) => state.unread)
  if (!isLoggedIn) return null
  return (
    <LinkRow
      icon="bell"
      title={t('messages.title')}
      note={t('messages.why')}
      value={unread > 0 ? <Tag tone="warn">{t('messages.unread', { count: unread })}</Tag> : undefined}
      onOpen={() => app.open({ at: 'messages' })}
    />
  )
}
