import { useEffect } from 'react'
import { useApp, useAppState } from '../app/context.tsx'
import { DecryptScreen } from '../decrypt/decrypt-screen.tsx'
import { Editor } from '../editor/editor.tsx'
import { ErrorDialog } from '../failure/error-dialog.tsx'
import { HomeScreen } from '../home/home-screen.tsx'
import { JobDialogs } from '../pairing/job-dialogs.tsx'
import { NewProjectDialog } from '../project/new-project-dialog.tsx'
import { PhoneDialog } from '../project/phone-dialog.tsx'
import { SettingsScreen } from '../settings/settings-screen.tsx'
import { VerifyScreen } from '../verify/verify-screen.tsx'
import { DropTarget } from './drop-target.tsx'
import { Rail } from './rail.tsx'
import { StatusBar } from './status-bar.tsx'
import { TitleBar } from './title-bar.tsx'
import { Toasts } from './toasts.tsx'

const screens = {
  home: HomeScreen,
  decrypt: DecryptScreen,
  verify: VerifyScreen,
  settings: SettingsScreen,
} as const

/** The whole window: title bar, rail and screen (or the editor), status bar, and what lies on top. */
export const Window = () => {
  const { store } = useApp()
  const screen = useAppState((state) => state.screen)
  const dialog = useAppState((state) => state.dialog)
  const failed = useAppState((state) => state.failure !== null)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const state = store.getState()
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'n' || state.screen === 'editor') return
      event.preventDefault()
      if (state.dialog === null && state.failure === null && state.job === null)
        store.setState({ dialog: 'new-project' })
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [store])

  const Screen = screen === 'editor' ? null : screens[screen]
  return (
    <DropTarget>
      {Screen ? (
        <>
          <TitleBar />
          <div className="window">
            <Rail />
            <Screen />
          </div>
        </>
      ) : (
        <Editor />
      )}
      <StatusBar />
      <Toasts />
      {dialog === 'new-project' && <NewProjectDialog />}
      {dialog === 'phone' && <PhoneDialog />}
      <JobDialogs />
      {failed && <ErrorDialog />}
    </DropTarget>
  )
}
