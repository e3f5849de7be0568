/** The contract's methods about jobs. */
import type { Handlers } from '../handlers.ts'
import { generateWork } from './generate.ts'
import { guardsOf } from './guard-facts.ts'
import { identifyWork } from './identify.ts'
import { openWork, rehearseWork } from './open.ts'
import type { JobPorts } from './ports.ts'
import type { JobRegistry } from './registry.ts'
import { sealWork } from './seal.ts'

type JobMethod =
  | 'jobs.identify'
  | 'jobs.seal'
  | 'jobs.generate'
  | 'jobs.rehearse'
  | 'jobs.open'
  | 'jobs.read'
  | 'jobs.cancel'
  | 'jobs.showAgain'
  | 'generate.guards'

export const jobHandlers = (jobs: JobRegistry, ports: JobPorts): Handlers<JobMethod> => ({
  'jobs.identify': async ({ project }) => ({ job: jobs.start('identify', project, identifyWork(ports, project)) }),
  'jobs.seal': async ({ project }) => ({ job: jobs.start('seal', project, sealWork(ports, project)) }),
  'jobs.generate': async (order) => ({ job: jobs.start('generate', order.project, generateWork(ports, order)) }),
  'jobs.rehearse': async ({ path, project = null }) => ({
    job: jobs.start('rehearse', project, rehearseWork(ports, path)),
  }),
  'jobs.open': async (order) => ({ job: jobs.start('open', null, openWork(ports, order)) }),
  'jobs.read': async ({ job }) => jobs.read(job),
  'jobs.cancel': async ({ job }) => {
    await jobs.cancel(job)
    return null
  },
  'jobs.showAgain': async ({ job }) => {
    jobs.showAgain(job)
    return null
  },
  'generate.guards': async ({ project }) => guardsOf(await ports.projects.read(project), ports),
})
