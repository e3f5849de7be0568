/** The database behind nouns. Nobody outside this room writes SQL. */
import { Kysely, type Dialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { AppError } from '#core/errors'
import { accountSessions, type AccountSessions } from './account-sessions.ts'
import { accounts, type Accounts } from './accounts.ts'
import { applicationHistory, type ApplicationHistory } from './application-history.ts'
import { applications, type Applications } from './applications.ts'
import { auditHeads, type AuditHeads } from './audit-heads.ts'
import { audit, type Audit } from './audit.ts'
import { certificates, type Certificates } from './certificates.ts'
import { companies, type Companies } from './companies.ts'
import { crls, type Crls } from './crls.ts'
import { departures, type Departures } from './departures.ts'
import { escrow, type Escrow } from './escrow.ts'
import { handovers, type Handovers } from './handovers.ts'
import { heldCertificates, type HeldCertificates } from './held-certificates.ts'
import { holdings, type Holdings } from './holdings.ts'
import { identityProofs, type IdentityProofs } from './identity-proofs.ts'
import { fronts, type Fronts } from './fronts.ts'
import { invoices, type Invoices } from './invoices.ts'
import { keyReleases, type KeyReleases } from './key-releases.ts'
import { members, type Members } from './members.ts'
import { messages, type Messages } from './messages.ts'
import { MIGRATIONS } from './migrations.ts'
import { notices, type Notices } from './notices.ts'
import { officers, type Officers } from './officers.ts'
import { orderEvents, type OrderEvents } from './order-events.ts'
import { orders, type Orders } from './orders.ts'
import { paymentNotices, type PaymentNotices } from './payment-notices.ts'
import { people, type People } from './people.ts'
import { placedOrders, type PlacedOrders } from './placed-orders.ts'
import { receivedOrders, type ReceivedOrders } from './received-orders.ts'
import { isPostgresAddress, postgresDialect } from './postgres.ts'
import type { Db, Schema } from './schema.ts'
import { seals, type Seals } from './seals.ts'
import { sealDesigns, type SealDesigns } from './seal-designs.ts'
import { settingChanges, type SettingChanges } from './setting-changes.ts'
import { sessions, type Sessions } from './sessions.ts'
import { shares, type Shares } from './shares.ts'
import { smsCodes, type SmsCodes } from './sms-codes.ts'
import { sqliteDialect } from './sqlite.ts'
import { statistics, type Statistics } from './statistics.ts'
import { tries, type Tries } from './tries.ts'
import { uploads, type Uploads } from './uploads.ts'

export interface Repositories {
  readonly companies: Companies
  readonly certificates: Certificates
  readonly escrow: Escrow
  readonly shares: Shares
  readonly seals: Seals
  readonly sealDesigns: SealDesigns
  readonly settingChanges: SettingChanges
  readonly people: People
  readonly statistics: Statistics
  readonly crls: Crls
  readonly audit: Audit
  readonly auditHeads: AuditHeads
  readonly accounts: Accounts
  readonly accountSessions: AccountSessions
  readonly smsCodes: SmsCodes
  readonly tries: Tries
  readonly identityProofs: IdentityProofs
  readonly officers: Officers
  readonly sessions: Sessions
  readonly applications: Applications
  readonly applicationHistory: ApplicationHistory
  readonly members: Members
  readonly handovers: Handovers
  readonly departures: Departures
  readonly holdings: Holdings
  readonly heldCertificates: HeldCertificates
  readonly notices: Notices
  readonly uploads: Uploads
  readonly messages: Messages
  readonly orders: Orders
  readonly orderEvents: OrderEvents
  readonly paymentNotices: PaymentNotices
  readonly invoices: Invoices
  readonly placedOrders: PlacedOrders
  readonly receivedOrders: ReceivedOrders
  readonly keyReleases: KeyReleases
  readonly fronts: Fronts
}

export interface Store extends Repositories {
  /**
   * All or nothing, and one after the other, on whichever node. `work` must use the repositories that
   * it is given: the others would wait for it.
   */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const repositories = (db: Db): Repositories => ({
  companies: companies(db),
  certificates: certificates(db),
  escrow: escrow(db),
  shares: shares(db),
  seals: seals(db),
  sealDesigns: sealDesigns(db),
  settingChanges: settingChanges(db),
  people: people(db),
  statistics: statistics(db),
  crls: crls(db),
  audit: audit(db),
  auditHeads: auditHeads(db),
  accounts: accounts(db),
  accountSessions: accountSessions(db),
  smsCodes: smsCodes(db),
  tries: tries(db),
  identityProofs: identityProofs(db),
  officers: officers(db),
  sessions: sessions(db),
  applications: applications(db),
  applicationHistory: applicationHistory(db),
  members: members(db),
  handovers: handovers(db),
  departures: departures(db),
  holdings: holdings(db),
  heldCertificates: heldCertificates(db),
  notices: notices(db),
  uploads: uploads(db),
  messages: messages(db),
  orders: orders(db),
  orderEvents: orderEvents(db),
  paymentNotices: paymentNotices(db),
  invoices: invoices(db),
  placedOrders: placedOrders(db),
  receivedOrders: receivedOrders(db),
  keyReleases: keyReleases(db),
  fronts: fronts(db),
})

/** @param database as for `openStore` */
export const dialectOf = (database: string): Dialect =>
  isPostgresAddress(database) ? postgresDialect(database) : sqliteDialect(database)

/**
 * Opens a database and brings its tables up to date.
 * @param database a file of SQLite, made when it is missing, or a `postgres://…` address
 */
export const openStore = async (database: string): Promise<Store> => {
  const db = new Kysely<Schema>({ dialect: dialectOf(database) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    await db.destroy()
    throw new AppError('internal', { reason: 'database migration' }, error)
  }
  return {
    ...repositories(db),
    transaction: (work) => db.transaction().execute((transaction) => work(repositories(transaction))),
    close: () => db.destroy(),
  }
}
