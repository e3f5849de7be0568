import type { PairingPorts } from '../pairing/ask.ts'
import type { Fetch } from '../settings/server-status.ts'
import type { PagePictures } from '../pdf/pictures.ts'
import type { Projects } from '../projects/projects.ts'
import type { Targets } from './targets.ts'

/** What jobs work with. */
export interface JobPorts extends PairingPorts {
  readonly projects: Projects
  readonly pictures: PagePictures
  readonly targets: Targets
  readonly now: () => Date
  readonly fetch: Fetch
}
