/** How the tables came about, oldest first. Forward only: a migration that was shipped is never edited. */
import type { Migration } from 'kysely/migration'
import { initial } from './migrations/0001-initial.ts'
import { auditHeads } from './migrations/0002-audit-heads.ts'
import { officerFactors } from './migrations/0003-officers.ts'
import { accounts } from './migrations/0004-accounts.ts'
import { applications } from './migrations/0005-applications.ts'
import { orders } from './migrations/0006-orders.ts'
import { organisations } from './migrations/0007-organisations.ts'
import { lists } from './migrations/0008-lists.ts'
import { holdings } from './migrations/0009-holdings.ts'
import { keyReleases } from './migrations/0010-key-releases.ts'
import { handovers } from './migrations/0011-handovers.ts'
import { settings } from './migrations/0012-settings.ts'
import { officerAccounts } from './migrations/0013-officer-accounts.ts'
import { fetchedHoldings } from './migrations/0014-fetched-holdings.ts'

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-audit-heads': auditHeads,
  '0003-officers': officerFactors,
  '0004-accounts': accounts,
  '0005-applications': applications,
  '0006-orders': orders,
  '0007-organisations': organisations,
  '0008-lists': lists,
  '0009-holdings': holdings,
  '0010-key-releases': keyReleases,
  '0011-handovers': handovers,
  '0012-settings': settings,
  '0013-officer-accounts': officerAccounts,
  '0014-fetched-holdings': fetchedHoldings,
}
