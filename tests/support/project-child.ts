/**
 * Works on a project in a process of its own, to be killed: adds, renames, removes, undoes, seals
 * and cuts rounds without end. Arguments: data folder, project, folder of PDFs. Prints "started".
 */
import { copyFileSync, readdirSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSha256 } from '#engine/pdf/file'
import { currentVersion, documentsOf } from '#engine/projects/project'
import { openTestProjects } from './project.ts'

const [folder = '', project = '', pdfs = ''] = process.argv.slice(2)
const projects = await openTestProjects(folder)
const { handlers } = projects
const paths = readdirSync(pdfs).map((name) => join(pdfs, name))
const view = await handlers['projects.open']({ project })
const [first, second] = view.parts.map(({ id }) => id)
process.stdout.write('started\n')

/** What a seal round does to files, without a phone: the document becomes longer. */
const seal = async (document: string): Promise<void> => {
  const path = join(projects.pendingFolder(project), `${document}.pending`)
  copyFileSync(projects.documentPath(project, document), path)
  await appendFile(path, '%sealed\n')
  const found = documentsOf(await projects.read(project)).find(({ id }) => id === document)
  const size = (found === undefined ? 0 : currentVersion(found).size) + '%sealed\n'.length
  const sealed = { path, size, sha256: await fileSha256(path) }
  await projects.commitRound(project, [{ document, sealed, placements: [] }])
}

for (let turn = 0; ; turn++) {
  const { project: added } = await handlers['parts.add']({ project, part: first ?? '', paths })
  const document = added.parts[0]?.documents.at(-1)?.id ?? ''
  await handlers['documents.move']({ project, document, part: second ?? '', index: 0 })
  await seal(document)
  if (turn % 3 === 0) await handlers['seals.undoRound']({ project, document })
  await handlers['projects.change']({ project, change: { lot: `${turn}` } })
  await handlers['documents.remove']({ project, document })
  if (turn % 2 === 0) await handlers['projects.undo']({ project })
  if (turn % 4 === 3) {
    await handlers['projects.close']({ project })
    await handlers['projects.open']({ project })
  }
}
