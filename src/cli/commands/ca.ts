import type { Command } from 'commander'
import type { Perform } from '../perform.ts'
import { addCaAudit } from './ca-audit.ts'
import { addCaBackup, addCaRestore } from './ca-backup.ts'
import { addCaInit } from './ca-init.ts'
import { addCaLint } from './ca-lint.ts'
import { addCaAddFront, addCaAddOrganisation, addCaOrganisation, addCaRemoveFront } from './ca-organisation.ts'
import { addCaApprove, addCaOrders, addCaRefuse } from './ca-orders.ts'
import { addCaPassphrase } from './ca-passphrase.ts'
import { addCaRecoverKey } from './ca-recover-key.ts'
import { addCaReleaseKeys, addCaReleases } from './ca-release-keys.ts'
import { addCaRootList } from './ca-root-list.ts'
import { addCaServe } from './ca-serve.ts'

export const addCa = (program: Command, perform: Perform): void => {
  const ca = program.command('ca').description('Keep a certificate authority: its keys, its audit log, its backups.')
  const commands = [
    ...[
      addCaInit,
      addCaRootList,
      addCaRecoverKey,
      addCaReleases,
      addCaReleaseKeys,
      addCaAudit,
      addCaBackup,
      addCaRestore,
      addCaPassphrase,
    ],
    ...[addCaServe, addCaOrganisation, addCaAddOrganisation, addCaAddFront, addCaRemoveFront],
    ...[addCaOrders, addCaApprove, addCaRefuse, addCaLint],
  ]
  for (const add of commands) add(ca, perform)
}
