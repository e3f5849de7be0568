import { FactorCode } from './factor-code.tsx'
import { FactorSetUp } from './factor-set-up.tsx'
import { useConsoleState } from '../context.tsx'
import { Login } from './login.tsx'
import { FirstPassword } from './password-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** The steps of a log-in: what is missing is asked for, one at a time. */
export const Entrance = () => {
  const stage = useConsoleState(({ session }) => session?.stage)
  const hasCodes = useConsoleState(({ recoveryCodes }) => recoveryCodes !== null)
  if (hasCodes) return <RecoveryCodes />
  if (stage === 'set-up') return <FactorSetUp />
  if (stage === 'code') return <FactorCode />
  if (stage === 'password') return <FirstPassword />
  return <Login />
}
