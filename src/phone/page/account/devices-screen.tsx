import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { moment } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import './account.css'

/** Where one is logged in, and the way to end it there. */
export const DevicesScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const devices = useAccountState((state) => state.devices) ?? []
  const error = useAccountState((state) => state.error)
  const isBusy = useAccountState((state) => state.isBusy)
  return (
    <>
      <TopBar title={t('account.devices')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <p className="second">{t('account.devices.lead')}</p>
        {error && <FaultNote error={error} again={() => void app.account.arrive('devices')} />}
        <ul>
          {devices.map(({ id, name, seenAt, isThisOne }) => (
            <li key={id} className="account-device">
              <div className="grow">
                <div className="two-lines">{name}</div>
                <div className="small quiet">{t('account.devices.seen', { when: moment(seenAt, now) })}</div>
              </div>
              {isThisOne ? (
                <Tag tone="plain">{t('account.devices.this')}</Tag>
              ) : (
                <Button
                  kind="small"
                  disabled={isBusy}
                  aria-label={t('account.devices.end.of', { name })}
                  onClick={() => void app.account.endDevice(id)}
                >
                  {t('account.devices.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </main>
    </>
  )
}
