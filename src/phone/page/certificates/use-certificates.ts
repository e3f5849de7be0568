import { useEffect, useMemo } from 'react'
import { useAccountState, useApp, useAppState, useLifecycleState } from '../app/context.tsx'
import { certificatesOf, listsOf, type Certificate, type Lists, type Possessions } from './lists.ts'

const NOTHING: Possessions = { holdings: [], applications: [] }

/** Asks what the account has when a screen comes up, and when somebody has logged in. */
export const useLook = (): void => {
  const app = useApp()
  const session = useAccountState((state) => state.account?.session)
  useEffect(() => void app.lifecycle.look(), [app, session])
}

export const useLists = (): Lists => {
  const credentials = useAppState((state) => state.credentials)
  const possessions = useLifecycleState((state) => state.possessions) ?? NOTHING
  const begun = useLifecycleState((state) => state.begun)
  return useMemo(() => listsOf(credentials, possessions, begun), [credentials, possessions, begun])
}

/** All pairs, on this phone or not. */
export const useCertificates = (): readonly Certificate[] => {
  const credentials = useAppState((state) => state.credentials)
  const { holdings } = useLifecycleState((state) => state.possessions) ?? NOTHING
  return useMemo(() => certificatesOf(credentials, holdings), [credentials, holdings])
}
