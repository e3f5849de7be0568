import { useEffect } from 'react'
import { useAccountState, useApp } from '../app/context.tsx'
import type { AccountPage } from '../app/screen.ts'
import { AccountScreen } from './account-screen.tsx'
import { BindScreen } from './bind-screen.tsx'
import { DevicesScreen } from './devices-screen.tsx'
import { IdentityScreen } from './identity-screen.tsx'
import { LoginScreen } from './login-screen.tsx'
import { PasswordScreen } from './password-screen.tsx'
import { RegisterScreen } from './register-screen.tsx'
import { ResetScreen } from './reset-screen.tsx'

const Shown = ({ page }: { page: AccountPage }) => {
  const account = useAccountState((state) => state.account)
  if (page === 'register') return <RegisterScreen />
  if (page === 'reset') return <ResetScreen />
  if (page === 'bind') return <BindScreen />
  if (account === null || page === 'login') return <LoginScreen />
  switch (page) {
    case 'me':
      return <AccountScreen account={account} />
    case 'password':
      return <PasswordScreen />
    case 'devices':
      return <DevicesScreen />
    case 'identity':
      return <IdentityScreen />
  }
}

/** All that has to do with a person's account. What is for members only asks others to log in. */
export const AccountArea = ({ page }: { page: AccountPage }) => {
  const app = useApp()
  useEffect(() => void app.account.arrive(page), [app, page])
  return <Shown page={page} />
}
