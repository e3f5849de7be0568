/** Companies, applications, uploads and messages put together. */
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { Clock } from '#core/pairing/ports'
import type { SmsGateway } from '../../outside/sms.ts'
import type { Store } from '../../store/store.ts'
import { createAcquaintance } from '../company/acquaintance.ts'
import { createApplicationBox } from './box.ts'
import { createApplicationMoves, type ApplicationMoves } from './moves.ts'
import { findPersonIn } from './people.ts'
import { applicationRoutes } from './routes.ts'
import { createApplications } from './applications.ts'
import type { CertificateAuthority } from '../certificate/authority.ts'
import { openChoices, type ListOrganisations } from './choices.ts'
import { createCompanyMembers } from '../company/members.ts'
import { companyRoutes } from '../company/routes.ts'
import { createDepartures } from '../company/departures.ts'
import { createFailures } from '../certificate/failures.ts'
import { createHandovers } from '../company/handovers.ts'
import { holdingRoutes } from '../certificate/holding-routes.ts'
import { createHoldings, type Holdings } from '../certificate/holdings.ts'
import type { Identity } from '../account/identity.ts'
import { createIssuing } from '../certificate/issuing.ts'
import { issuingRoutes } from '../certificate/issuing-routes.ts'
import { createJoining } from '../company/joining.ts'
import { joiningRoutes } from '../company/joining-routes.ts'
import { memberRoutes } from '../company/member-routes.ts'
import { messageRoutes } from '../message/routes.ts'
import { startUpkeep } from '../order/upkeep.ts'
import { createNotices } from '../message/notices.ts'
import { createOutbox, intoInbox } from '../message/outbox.ts'
import type { Typeface } from '../paper/type.ts'
import { createPapers, type FindSealer } from './papers.ts'
import { createReviewDesk, type ReviewDesk } from '../review/desk.ts'
import { createReview, type PrepareOrder, type Review } from '../review/review.ts'
import { createStatements } from '../company/statements.ts'
import { openUploadFiles } from '../upload/files.ts'
import { uploadRoutes } from '../upload/routes.ts'
import { createUploads, type Uploads } from '../upload/uploads.ts'

const HOUR = 3600_000

export interface ApplicationDeskOptions {
  readonly store: Store
  readonly identity: Pick<Identity, 'personOf' | 'isProvenSince'>
  /** Among which an applicant chooses now. */
  readonly organisations: ListOrganisations
  readonly prepareOrder: PrepareOrder
  /** Ends the unpaid order of an application that is over. */
  readonly dropOrder: (application: string) => Promise<void>
  readonly authority: CertificateAuthority
  readonly sms: SmsGateway
  readonly findSealer: FindSealer
  readonly typeface: Typeface
  /** The server's data folder. */
  readonly data: string
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly random: RandomBytes
  readonly now: () => number
  /** Facts for the log; never personal data. */
  readonly warn: (facts: object) => void
}

export interface ApplicationDesk {
  readonly moves: ApplicationMoves
  /** For officers. */
  readonly review: Review
  readonly reviewDesk: ReviewDesk
  readonly uploads: Uploads
  readonly holdings: Holdings
  /** For whoever is logged in: within a guarded scope under /api. */
  readonly routes: (scope: FastifyInstance) => void
  /**
   * Delivers messages, finishes what was issued and revoked, ends what never will be and, every hour, ends what lies too long, clears what
   * nobody needs, and reminds.
   */
  run(): Promise<void>
  /** From now on; returns how to stop. */
  start(clock: Clock): () => Promise<void>
}

export const openApplicationDesk = async (options: ApplicationDeskOptions): Promise<ApplicationDesk> => {
  const { store, identity, organisations, typeface, data, storageKey, random, now, warn } = options
  const { authority, dropOrder } = options
  const box = createApplicationBox(storageKey, random)
  const moves = createApplicationMoves(store, box, now)
  const findPerson = findPersonIn(store, identity)
  const [choices, files] = await Promise.all([
    openChoices(organisations),
    openUploadFiles(join(data, 'uploads'), storageKey, random),
  ])
  const { isProvenSince } = identity
  const acquaintance = createAcquaintance(store, findPerson, storageKey, now)
  const applications = createApplications({
    ...{ store, box, moves, choices, acquaintance, isProvenSince, dropOrder, random, now },
  })
  const uploads = createUploads(store, files, random, now)
  const papers = createPapers({ store, box, choices, findPerson, findSealer: options.findSealer, typeface })
  const joining = createJoining({
    ...{ store, box, moves, findPerson, now },
    checkLetter: async (account, row, letter) => papers.requireSealed(row, await uploads.read(account, letter)),
  })
  const review = createReview({ store, box, moves, findPerson, prepareOrder: options.prepareOrder })
  const holdings = createHoldings({ store, authority, findPerson, now, warn })
  const issuing = createIssuing({ store, box, moves, holdings, authority, findPerson, now, warn })
  const failures = createFailures({ store, moves, authority, now, warn })
  const statements = createStatements(store, authority, now)
  const members = createCompanyMembers({ store, box, findPerson, now })
  const departures = createDepartures({ store, statements, holdings, moves, dropOrder, now })
  const handovers = createHandovers({ store, statements, moves, random, now })
  const notices = createNotices({ store, sms: options.sms, now, warn })
  const deliver = intoInbox(store)
  const outbox = createOutbox(
    store,
    async (message) => void (await Promise.all([deliver(message), notices.add(message)])),
    now,
    warn,
  )
  let clearedAt = 0
  const run = async (): Promise<void> => {
    await issuing.run()
    await failures.run()
    await holdings.publish()
    await handovers.expire()
    await outbox.run()
    if (now() - clearedAt < HOUR) return
    clearedAt = now()
    await moves.expireIdle()
    await uploads.clear()
    await holdings.remind()
  }
  return {
    ...{ moves, review, uploads, holdings, run },
    reviewDesk: createReviewDesk({ store, box, review, uploads, papers, choices, findPerson, now }),
    routes: (scope) => {
      companyRoutes(scope, { store, choices, acquaintance })
      applicationRoutes(scope, { store, box, applications, papers })
      issuingRoutes(scope, issuing)
      holdingRoutes(scope, holdings)
      joiningRoutes(scope, { joining, papers })
      memberRoutes(scope, { members, departures, handovers })
      messageRoutes(scope, { store, outbox, now })
      uploadRoutes(scope, uploads)
    },
    start: (clock) => {
      const stops = [startUpkeep(clock, run, warn), startUpkeep(clock, notices.run, warn)]
      return async () => void (await Promise.all(stops.map((stop) => stop())))
    },
  }
}
