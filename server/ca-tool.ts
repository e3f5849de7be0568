/**
 * The authority's keeping as a program, for `bidseal ca`: takes one command as JSON in its argument
 * and answers with one line, `{"result":…}` or `{"error":{"code","details"}}`.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { ownBytes } from '#core/bytes/bytes'
import { AppError, errorShape } from '#core/errors'
import { backUp, restore } from './backup.ts'
import { checkAudit } from './audit-check.ts'
import { changePassphrase } from './ca/keys/passphrase.ts'
import { holdCeremony, signRootList } from './ceremony.ts'
import { openDataStore } from './database.ts'
import { recoverKey } from './key-recovery.ts'
import { releaseKeys, waitingReleases } from './key-releases.ts'
import {
  addFront,
  addOrganisation,
  decideOrder,
  describeOrganisation,
  removeFront,
  waitingOrders,
} from './organisation.ts'
import { organisationId, organisationName } from './ca/order/organisation.ts'

/** What is written is for this user only. */
process.umask(0o077)

const path = z.string().min(1)
const passphraseFile = path.nullable()
const token = z.strictObject({ module: path, token: path, pinFile: path.nullable() })

const command = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('init'),
    data: path,
    offline: path,
    passphraseFile,
    token: token.nullable().default(null),
    address: z.url({ protocol: /^https?$/ }),
  }),
  z.strictObject({ command: z.literal('root-list'), data: path, offline: path, passphraseFile }),
  z.strictObject({
    command: z.literal('recover-key'),
    data: path,
    shares: z.array(path).max(8),
    serial: z.string().max(128),
    out: path,
    passwordFile: path,
  }),
  z.strictObject({ command: z.literal('releases'), data: path }),
  z.strictObject({ command: z.literal('release-keys'), data: path, shares: z.array(path).max(8) }),
  z.strictObject({ command: z.literal('audit'), data: path, heads: path.nullable() }),
  z.strictObject({ command: z.literal('backup'), data: path, out: path }),
  z.strictObject({ command: z.literal('restore'), from: path, data: path, passphraseFile }),
  z.strictObject({ command: z.literal('passphrase'), data: path, passphraseFile, new: path }),
  z.strictObject({
    command: z.literal('organisation'),
    data: path,
    passphraseFile,
    id: organisationId,
    name: organisationName,
    prices: path.nullable(),
    review: z.boolean(),
    address: z.url({ protocol: /^https$/ }),
    out: path,
  }),
  z.strictObject({
    command: z.literal('add-organisation'),
    data: path,
    passphraseFile,
    card: path,
    name: organisationName,
    out: path,
  }),
  z.strictObject({ command: z.literal('add-front'), data: path, card: path }),
  z.strictObject({
    command: z.literal('remove-front'),
    data: path,
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({ command: z.literal('orders'), data: path }),
  z.strictObject({
    command: z.literal('decide'),
    data: path,
    id: z.string().max(64),
    refusal: z.string().min(1).max(200).nullable(),
    officer: z.string().trim().min(1).max(64),
  }),
])
type ToolCommand = z.output<typeof command>

const random = (length: number) => ownBytes(randomBytes(length))

/** Changes the passphrase, and records that it was changed. */
const rotate = async (order: Extract<ToolCommand, { command: 'passphrase' }>, now: Date): Promise<object> => {
  const { data, passphraseFile: old, new: newPassphraseFile } = order
  const folder = join(data, 'ca')
  const changed = await changePassphrase({ folder, passphraseFile: old, newPassphraseFile, random })
  const store = await openDataStore(data)
  try {
    const facts = { keys: changed.keys.join(' ') }
    await store.transaction(({ audit }) =>
      audit.append({ actor: 'operator', action: 'passphrase-changed', facts }, now.getTime()),
    )
  } finally {
    await store.close()
  }
  return changed
}

const perform = (order: ToolCommand): Promise<object> => {
  const now = new Date()
  switch (order.command) {
    case 'init':
      return holdCeremony({ ...order, address: new URL(order.address).origin, now, random })
    case 'root-list':
      return signRootList({ ...order, now, random })
    case 'recover-key':
      return recoverKey({ ...order, now })
    case 'releases':
      return waitingReleases(order.data)
    case 'release-keys':
      return releaseKeys({ ...order, now, random })
    case 'audit':
      return checkAudit(order)
    case 'backup':
      return backUp({ ...order, now })
    case 'restore':
      return restore({ ...order, now })
    case 'passphrase':
      return rotate(order, now)
    case 'organisation':
      return describeOrganisation({ ...order, address: new URL(order.address).origin, now, random })
    case 'add-organisation':
      return addOrganisation({ ...order, now, random })
    case 'add-front':
      return addFront({ ...order, now })
    case 'remove-front':
      return removeFront({ ...order, now })
    case 'orders':
      return waitingOrders(order)
    case 'decide':
      return decideOrder({ ...order, now })
  }
}

const readOrder = (text: string | undefined): ToolCommand => {
  const parsed = command.safeParse(JSON.parse(text ?? 'null'))
  if (parsed.success) return parsed.data
  throw new AppError('invalid-input', { reason: z.prettifyError(parsed.error) })
}

const answer = async (): Promise<object> => {
  try {
    return { result: await perform(readOrder(process.argv[2])) }
  } catch (error) {
    if (!(error instanceof AppError)) process.stderr.write(`${error instanceof Error ? error.message : ''}\n`)
    return { error: errorShape(error) }
  }
}

process.stdout.write(`${JSON.stringify(await answer())}\n`)
