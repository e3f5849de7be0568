import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useMessagesState } from '../app/context.tsx'
import { moment } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import './messages.css'
import type { Message } from './way.ts'

const Row = ({ message }: { message: Message }) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const { kind, at, isRead, application } = message
  return (
    <li>
      <button type="button" className="message" onClick={() => app.messages.read(message)}>
        <span className="grow">
          <span className="message-title">
            {isRead ? <span>{t(`message.${kind}`)}</span> : <b>{t(`message.${kind}`)}</b>}
            {!isRead && <Tag tone="warn">{t('messages.new')}</Tag>}
            <time className="small quiet" dateTime={new Date(at).toISOString()}>
              {moment(at, now)}
            </time>
          </span>
          <span className="second two-lines">{application.company}</span>
          <span className="small quiet">{t(`message.${kind}.next`)}</span>
        </span>
        <Icon name="right" size={18} />
      </button>
    </li>
  )
}

/** What has happened to applications, newest first. */
export const MessagesScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const messages = useMessagesState((state) => state.messages)
  const unread = useMessagesState((state) => state.unread)
  const error = useMessagesState((state) => state.error)
  const isBusy = useMessagesState((state) => state.isBusy)
  useEffect(() => void app.messages.arrive(), [app])
  return (
    <>
      <TopBar title={t('messages.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <FaultNote error={error} again={() => void app.messages.arrive()} />}
        {messages?.items.length === 0 && (
          <>
            <p>{t('messages.empty')}</p>
            <p className="second">{t('messages.empty.why')}</p>
          </>
        )}
        <div className="messages-unread">
          <p className="small second" role="status">
            {unread > 0 ? t('messages.unread', { count: unread }) : ''}
          </p>
          {unread > 0 && messages && (
            <Button kind="small" disabled={isBusy} onClick={() => void app.messages.readAll()}>
              {t('messages.read-all')}
            </Button>
          )}
        </div>
        <ul>
          {messages?.items.map((message) => (
            <Row key={message.id} message={message} />
          ))}
        </ul>
        {messages?.next && (
          <Button disabled={isBusy} onClick={() => void app.messages.more()}>
            {t('orders.more')}
          </Button>
        )}
      </main>
    </>
  )
}
