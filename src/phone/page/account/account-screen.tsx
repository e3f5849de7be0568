import { useTranslation } from 'react-i18next'
import type { AccountAnswer } from '#core/identity/account'
import { maskMobile } from '#core/identity/mobile'
import { useAccountState, useApp } from '../app/context.tsx'
import { RecoverNote } from '../certificates/recover-note.tsx'
import { useLook } from '../certificates/use-certificates.ts'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { LinkRow } from '../kit/list.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './account.css'

/** One's own account. */
export const AccountScreen = ({ account }: { account: AccountAnswer }) => {
  const { t } = useTranslation()
  const app = useApp()
  const identity = useAccountState((state) => state.identity)
  const error = useAccountState((state) => state.error)
  const isBusy = useAccountState((state) => state.isBusy)
  const isIdentified = account.identifiedAt !== null
  useLook()
  const open = (page: 'identity' | 'devices' | 'password' | 'reset') => () => app.open({ at: 'account', page })
  return (
    <>
      <TopBar title={t('account.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <FaultNote error={error} />}
        <dl className="facts account-facts">
          <dt>{t('account.mobile')}</dt>
          <dd>{maskMobile(account.mobile)}</dd>
          {identity?.name && (
            <>
              <dt>{t('account.name')}</dt>
              <dd>{identity.name}</dd>
            </>
          )}
          <dt>{t('account.wechat')}</dt>
          <dd>{t(account.hasWechat ? 'account.wechat.bound' : 'account.wechat.none')}</dd>
        </dl>
        <RecoverNote />
        {!isIdentified && (
          <Note
            icon="shield"
            title={t('account.identity.todo')}
            action={
              <Button kind="small" onClick={open('identity')}>
                {t('account.identity.go')}
              </Button>
            }
          >
            {t('account.identity.todo.why')}
          </Note>
        )}
        <ul>
          {isIdentified && (
            <LinkRow
              icon="shield"
              title={t('account.identity')}
              note={t('account.identity.done')}
              onOpen={open('identity')}
            />
          )}
          <LinkRow icon="phone" title={t('account.devices')} note={t('account.devices.why')} onOpen={open('devices')} />
          <LinkRow
            icon="lock"
            title={t(account.hasPassword ? 'account.change' : 'account.set')}
            note={t('account.change.why')}
            onOpen={open(account.hasPassword ? 'password' : 'reset')}
          />
        </ul>
      </main>
      <footer className="foot">
        <Button disabled={isBusy} onClick={() => void app.account.logout()}>
          {t('account.logout')}
        </Button>
      </footer>
    </>
  )
}
