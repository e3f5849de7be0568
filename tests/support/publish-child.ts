/**
 * Makes bid files of a project in a process of its own, and dies before a step of giving them their
 * names. Arguments: data folder, project, folder, step or nothing.
 */
import { mortalFiles } from './mortal-files.ts'
import { openTestProjects } from './project.ts'
import { publishBid } from './publish.ts'

const [data = '', project = '', folder = '', step] = process.argv.slice(2)
const files = await mortalFiles()
const projects = await openTestProjects(data)
await publishBid(projects, project, folder, () => files.dieBefore(step === undefined ? null : Number(step)))
files.dieBefore(null)
await projects.close()
