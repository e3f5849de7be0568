/** Summaries of all projects. A project is read again only when its file has changed. */
import { stat } from 'node:fs/promises'
import type { ProjectSummary } from '#ipc/views'
import { listFolders, readStored, type ProjectFolder } from './store.ts'
import { summaryOf } from './views.ts'

/** Projects that are read at a time. */
const AT_ONCE = 8

export interface ProjectList {
  /** Latest change first. A project that cannot be read is left out. */
  read(): Promise<readonly ProjectSummary[]>
}

interface Known {
  readonly stamp: string
  readonly summary: ProjectSummary | null
}

const stampOf = async ({ file, backup }: ProjectFolder): Promise<string> => {
  const found = (await stat(file).catch(() => null)) ?? (await stat(backup).catch(() => null))
  return found === null ? '' : `${found.ino}/${found.mtimeMs}/${found.size}`
}

/** @param projects the folder of all projects */
export const openList = (projects: string): ProjectList => {
  let known: ReadonlyMap<string, Known> = new Map()

  const look = async (folder: ProjectFolder): Promise<Known> => {
    const stamp = await stampOf(folder)
    const before = known.get(folder.id)
    if (before?.stamp === stamp) return before
    const summary = await readStored(folder)
      .then(({ project }) => summaryOf(project, folder.path))
      // Opening it says what is wrong with it; the others must be shown all the same.
      .catch(() => null)
    return { stamp, summary }
  }

  return {
    read: async () => {
      const folders = await listFolders(projects)
      const next = new Map<string, Known>()
      for (let at = 0; at < folders.length; at += AT_ONCE) {
        const some = folders.slice(at, at + AT_ONCE)
        const seen = await Promise.all(some.map(look))
        some.forEach(({ id }, index) => next.set(id, seen[index]!))
      }
      known = next
      return [...next.values()]
        .flatMap(({ summary }) => summary ?? [])
        .sort((a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt))
    },
  }
}
