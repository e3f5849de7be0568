import { useEffect, useState, type ReactNode } from 'react'
import { useAppState } from '../app/context.tsx'
import { asksPhone, currentJob } from '../app/jobs.ts'
import { PairingDialog } from './pairing-dialog.tsx'
import { ProgressDialog } from './progress-dialog.tsx'

/** Milliseconds before progress is worth a dialog. */
const PATIENCE = 300

const Late = ({ children }: { children: ReactNode }) => {
  const [due, setDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return due ? children : null
}

/** The dialog of the job this window waits for. Generating and opening show their progress on their own screens. */
export const JobDialogs = () => {
  const job = useAppState(currentJob)
  const screen = useAppState((state) => state.screen)
  const step = useAppState((state) => state.editor.step)
  if (!job || job.state !== 'running') return null
  if (job.pairing && asksPhone(job)) return <PairingDialog key={job.id} job={job} pairing={job.pairing} />
  const onScreen =
    (job.kind === 'generate' && screen === 'editor' && step === 5) || (job.kind === 'open' && screen === 'decrypt')
  return onScreen ? null : (
    <Late key={job.id}>
      <ProgressDialog job={job} />
    </Late>
  )
}
