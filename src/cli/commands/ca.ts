import type { Command } from 'commander'
import type { Perform } from '../perform.ts'
import { addCaAudit } from './ca-audit.ts'
import { addCaBackup, addCaRestore } from './ca-backup.ts'
import { addCaInit } from './ca-init.ts'
import { addCaPassphrase } from './ca-passphrase.ts'
import { addCaRecoverKey } from './ca-recover-key.ts'
import { addCaRootList } from './ca-root-list.ts'

export const addCa = (program: Command, perform: Perform): void => {
  const ca = program.command('ca').description('Keep a certificate authority: its keys, its audit log, its backups.')
  for (const add of [addCaInit, addCaRootList, addCaRecoverKey, addCaAudit, addCaBackup, addCaRestore, addCaPassphrase])
    add(ca, perform)
}
