/** Older encryption keys for people who recover or renew: which wait, and two keepers who release them. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { AppError, ERROR_CODES } from '#core/errors'
import { caTool } from '../ca-tool.ts'
import { dataOption, shareOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface ReleasesOptions {
  readonly json?: boolean
  readonly data: string
}

interface ReleaseOptions extends ReleasesOptions {
  readonly share: readonly string[]
}

const facts = z.object({
  order: z.string(),
  serial: z.string(),
  company: z.string(),
  creditCode: z.string(),
  person: z.string(),
  since: z.string(),
})
const failure = facts.extend({ code: z.enum(ERROR_CODES) })

const linesOf = (keys: readonly z.output<typeof facts>[]): Outcome['lines'] =>
  keys.flatMap(({ order, serial, company, creditCode, person }): Outcome['lines'] => [
    ['order', order],
    ['serial', serial],
    ['bidder', `${company} ${creditCode} ${person}`],
  ])

const list = async ({ data }: ReleasesOptions, { signal }: Work): Promise<Outcome> => {
  const result = z.object({ waiting: z.array(facts) })
  const found = await caTool({ command: 'releases', data: resolve(data) }, result, signal)
  return { json: found, lines: [['waiting', found.waiting.length], ...linesOf(found.waiting)] }
}

const release = async ({ data, share }: ReleaseOptions, { signal }: Work): Promise<Outcome> => {
  const shares = share.map((path) => resolve(path))
  const result = z.object({ released: z.array(facts), failed: z.array(failure) })
  const found = await caTool({ command: 'release-keys', data: resolve(data), shares }, result, signal)
  const [first] = found.failed
  return {
    json: found,
    lines: [['released', found.released.length], ...linesOf(found.released)],
    failure: first === undefined ? null : new AppError(first.code, { order: first.order, serial: first.serial }),
  }
}

export const addCaReleases = (ca: Command, perform: Perform): void => {
  ca.command('releases')
    .description('Show the older encryption keys that wait for two keepers to release them to a new phone.')
    .addOption(dataOption())
    .action((options: ReleasesOptions) => perform(options, (work) => list(options, work)))
}

export const addCaReleaseKeys = (ca: Command, perform: Perform): void => {
  ca.command('release-keys')
    .description('Release every key that waits, with two of the three recovery shares. The audit log records each.')
    .addOption(dataOption())
    .addOption(shareOption())
    .action((options: ReleaseOptions) => perform(options, (work) => release(options, work)))
}
