/** The review queue of an authority that looks at every order itself. */
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { caTool } from '../ca-tool.ts'
import { dataOption, reasonOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'

interface OrdersOptions {
  readonly json?: boolean
  readonly data: string
}

const waiting = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
      company: z.string(),
      creditCode: z.string(),
      person: z.string(),
      receivedAt: z.string(),
    }),
  ),
})

const list = async ({ data }: OrdersOptions, { signal }: Work): Promise<Outcome> => {
  const found = await caTool({ command: 'orders', data: resolve(data) }, waiting, signal)
  return {
    json: found,
    lines: found.orders.flatMap(({ id, company, creditCode, person, receivedAt }): Outcome['lines'] => [
      ['order', id],
      ['bidder', `${company} ${creditCode} ${person}`],
      ['created', receivedAt],
    ]),
  }
}

export const addCaOrders = (ca: Command, perform: Perform): void => {
  ca.command('orders')
    .description("Show the orders that wait for this authority's own review.")
    .addOption(dataOption())
    .action((options: OrdersOptions) => perform(options, (work) => list(options, work)))
}

interface DecideOptions extends OrdersOptions {
  readonly officer: string
  readonly reason?: string
}

const decide = async (id: string, refusal: string | null, options: DecideOptions, work: Work): Promise<Outcome> => {
  const order = { command: 'decide', data: resolve(options.data), id, refusal, officer: options.officer }
  const decided = await caTool(order, z.object({ id: z.string(), state: z.string() }), work.signal)
  return { json: decided, lines: [['order', decided.id]] }
}

const officerOption = (): Option =>
  new Option('--officer <name>', 'who decides, for the audit log').makeOptionMandatory()

export const addCaApprove = (ca: Command, perform: Perform): void => {
  ca.command('approve')
    .description('Approve an order that waits; its front fetches the certificates.')
    .argument('<order>', 'number of the order')
    .addOption(dataOption())
    .addOption(officerOption())
    .action((id: string, options: DecideOptions) => perform(options, (work) => decide(id, null, options, work)))
}

export const addCaRefuse = (ca: Command, perform: Perform): void => {
  ca.command('refuse')
    .description('Refuse an order that waits, for good.')
    .argument('<order>', 'number of the order')
    .addOption(dataOption())
    .addOption(officerOption())
    .addOption(reasonOption().makeOptionMandatory())
    .action((id: string, options: DecideOptions) =>
      perform(options, (work) => decide(id, options.reason ?? '', options, work)),
    )
}
