import { useAppState } from '../app/context.tsx'
import { currentJob } from '../app/jobs.ts'
import { PairingDialog } from './pairing-dialog.tsx'
import { ProgressDialog } from './progress-dialog.tsx'

/** The dialog of the job this window waits for. Generating and opening show their progress on their own screens. */
export const JobDialogs = () => {
  const job = useAppState(currentJob)
  const screen = useAppState((state) => state.screen)
  const step = useAppState((state) => state.editor.step)
  if (!job || job.state !== 'running') return null
  if (job.pairing && job.pairing.state !== 'done') return <PairingDialog key={job.id} job={job} pairing={job.pairing} />
  const onScreen =
    (job.kind === 'generate' && screen === 'editor' && step === 5) || (job.kind === 'open' && screen === 'decrypt')
  return onScreen ? null : <ProgressDialog key={job.id} job={job} />
}
