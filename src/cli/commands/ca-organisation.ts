/** Introductions between authorities and registration fronts. */
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { caTool } from '../ca-tool.ts'
import { dataOption, passphraseFileOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'
import { spoken } from '../spoken.ts'

interface PlaceOptions {
  readonly json?: boolean
  readonly data: string
  readonly passphraseFile?: string
}

const place = ({ data, passphraseFile }: PlaceOptions) => ({
  data: resolve(data),
  passphraseFile: passphraseFile === undefined ? null : resolve(passphraseFile),
})

const introduction = z.object({ card: z.string(), name: z.string(), fingerprint: z.string() })

const introduce = async (order: object, { signal }: Work): Promise<Outcome> => {
  const made = await caTool(order, introduction, signal)
  return {
    json: made,
    lines: [
      ['organisation', made.name],
      ['file', made.card],
      ['sha256', spoken(made.fingerprint)],
    ],
  }
}

interface DescribeOptions extends PlaceOptions {
  readonly id: string
  readonly name: string
  readonly prices?: string
  readonly review?: boolean
  readonly address: string
  readonly out: string
}

export const addCaOrganisation = (ca: Command, perform: Perform): void => {
  ca.command('organisation')
    .description('Name an authority that runs on its own, and write the card that registration fronts take.')
    .addOption(dataOption())
    .addOption(new Option('--id <id>', 'short name in small letters, which stays').makeOptionMandatory())
    .addOption(new Option('--name <name>', 'what applicants read').makeOptionMandatory())
    .addOption(new Option('--address <url>', 'https address of `ca serve`, as fronts reach it').makeOptionMandatory())
    .addOption(new Option('--out <file>', 'where the card goes').makeOptionMandatory())
    .option('--prices <file>', 'JSON with claim, join, renew and recover in fen')
    .option('--review', 'look at every order here as well, before it is issued')
    .addOption(passphraseFileOption())
    .action((options: DescribeOptions) =>
      perform(options, (work) => {
        const { id, name, prices, review = false, address, out } = options
        const facts = { id, name, review, address, out: resolve(out) }
        const file = prices === undefined ? null : resolve(prices)
        return introduce({ command: 'organisation', ...place(options), ...facts, prices: file }, work)
      }),
    )
}

interface JoinOptions extends PlaceOptions {
  readonly name: string
  readonly out: string
}

export const addCaAddOrganisation = (ca: Command, perform: Perform): void => {
  ca.command('add-organisation')
    .description("Take the card of another authority at a server, and write the server's own card for it.")
    .argument('<card>', "the authority's card")
    .addOption(dataOption())
    .addOption(new Option('--name <name>', 'what the authority will call this server').makeOptionMandatory())
    .addOption(new Option('--out <file>', "where this server's card goes").makeOptionMandatory())
    .addOption(passphraseFileOption())
    .action((card: string, options: JoinOptions) =>
      perform(options, (work) => {
        const { name, out } = options
        const facts = { card: resolve(card), name, out: resolve(out) }
        return introduce({ command: 'add-organisation', ...place(options), ...facts }, work)
      }),
    )
}

export const addCaAddFront = (ca: Command, perform: Perform): void => {
  ca.command('add-front')
    .description("Take a server's card at an authority: its approved orders are accepted from now on.")
    .argument('<card>', "the server's card")
    .addOption(dataOption())
    .action((card: string, options: PlaceOptions) =>
      perform(options, (work) =>
        introduce({ command: 'add-front', data: resolve(options.data), card: resolve(card) }, work),
      ),
    )
}

export const addCaRemoveFront = (ca: Command, perform: Perform): void => {
  ca.command('remove-front')
    .description('Accept no more orders of a server.')
    .argument('<sha256>', "fingerprint of its card's certificate")
    .addOption(dataOption())
    .action((sha256: string, options: PlaceOptions) =>
      perform(options, async ({ signal }) => {
        const fingerprint = sha256.replaceAll(/[^0-9a-f]/gi, '').toLowerCase()
        const order = { command: 'remove-front', data: resolve(options.data), fingerprint }
        const removed = await caTool(order, z.object({ fingerprint: z.string() }), signal)
        return { json: removed, lines: [['sha256', spoken(removed.fingerprint)]] }
      }),
    )
}
