/**
 * Works on a project in a process of its own, to be killed: adds, renames, removes, undoes, seals
 * and cuts rounds without end. Arguments: data folder, project, folder of PDFs. Prints "started".
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openTestProjects, testBidder } from './project.ts'
import { signRound } from './project-bench.ts'

const [folder = '', project = '', pdfs = ''] = process.argv.slice(2)
const projects = await openTestProjects(folder)
const { handlers } = projects
const paths = readdirSync(pdfs).map((name) => join(pdfs, name))
await projects.setBidder(project, await testBidder())
const view = await handlers['projects.open']({ project })
const [first, second] = view.parts.map(({ id }) => id)
process.stdout.write('started\n')

for (let turn = 0; ; turn++) {
  const { project: added } = await handlers['parts.add']({ project, part: first ?? '', paths })
  const document = added.parts[0]?.documents.at(-1)?.id ?? ''
  await handlers['documents.move']({ project, document, part: second ?? '', index: 0 })
  await handlers['seals.place']({ project, seal: 'test-seal-1', position: { document, page: 1, left: 10, top: 10 } })
  await signRound({ projects, project }, document)
  if (turn % 3 === 0) await handlers['seals.undoRound']({ project, document })
  await handlers['projects.change']({ project, change: { lot: `${turn}` } })
  await handlers['documents.remove']({ project, document })
  if (turn % 2 === 0) await handlers['projects.undo']({ project })
  if (turn % 4 === 3) {
    await handlers['projects.close']({ project })
    await handlers['projects.open']({ project })
  }
}
