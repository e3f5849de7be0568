import { useEffect } from 'react'
import { useAccountState, useApp } from '../app/context.tsx'
import type { LifecycleScreen } from '../app/screen.ts'
import { DownloadScreen } from './download-screen.tsx'
import { OlderKeysScreen } from './older-keys-screen.tsx'
import { RecoverScreen } from './recover-screen.tsx'
import { RenewScreen } from './renew-screen.tsx'
import { RevokeScreen } from './revoke-screen.tsx'

/** The life of certificates: fetched, renewed, got back, given up. */
export const LifecycleArea = ({ screen }: { screen: LifecycleScreen }) => {
  const app = useApp()
  const session = useAccountState((state) => state.account?.session)
  useEffect(() => void app.lifecycle.arrive(screen), [app, screen, session])
  switch (screen.at) {
    case 'download':
      return <DownloadScreen screen={screen} />
    case 'renew':
      return <RenewScreen screen={screen} />
    case 'recover':
      return <RecoverScreen screen={screen} />
    case 'revoke':
      return <RevokeScreen screen={screen} />
    case 'older-keys':
      return <OlderKeysScreen screen={screen} />
  }
}
