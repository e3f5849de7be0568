import type { Projects } from '../projects/projects.ts'

/** Opening needs files, so only projects that have made some are looked at. */
const HAS_FILES = ['generated', 'rehearsed', 'opened']

/** Id of the project on this computer that a bid file was made from, or null. */
export const projectOfBuild = async (projects: Projects, build: string): Promise<string | null> => {
  for (const { id, state } of await projects.handlers['projects.list']({})) {
    if (!HAS_FILES.includes(state)) continue
    // One that cannot be read now is somebody else's: its state is not ours to change.
    const project = await projects.read(id).catch(() => null)
    if (project?.outputs?.buildId === build) return id
  }
  return null
}
