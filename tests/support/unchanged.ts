/** That something that was refused has left no trace. */
import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import type { ProjectView } from '#ipc/views'
import { reopened, type Office } from './bidding.ts'
import { contentOf } from './desk.ts'

/**
 * Runs `work` and expects project, its folder and the person's folder, hidden files too, to be as
 * before. What a job that still runs has prepared does not count.
 */
export const unchanged = async (
  office: Office,
  project: Pick<ProjectView, 'id' | 'folder'>,
  work: () => Promise<void>,
): Promise<void> => {
  const { folder } = office.desk
  const look = async () => ({
    project: await reopened(office, project),
    own: Object.entries(contentOf(project.folder)).filter(([path]) => !path.startsWith('pending/')),
    names: readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => !/^data\b/.test(name))
      .sort(),
  })
  const before = await look()
  await work()
  expect(await look()).toEqual(before)
}
