/**
 * Introductions between a registration front and an authority on another host, by files: the
 * authority describes itself in a card, the front takes it and answers with its own, the authority
 * takes that. And the authority's own queue of orders, where it looks at each itself.
 */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseCertificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import {
  frontCard,
  onlyCertificate,
  organisationCard,
  readCard,
  readEntries,
  writeEntries,
  type FrontCard,
  type OrganisationCard,
} from './ca/order/cards.ts'
import { isMissing, replaceFile } from './ca/keys/durable.ts'
import { openLink, type Link } from './ca/order/link.ts'
import {
  findSettings,
  ORGANISATION_FILE,
  priceList,
  USUAL,
  type OrganisationSettings,
  type PriceList,
} from './ca/order/organisation.ts'
import { readOrder } from './ca/order/order.ts'
import { openDataStore } from './database.ts'
import type { Store } from './store/store.ts'

/** What every command here needs: a data folder with an authority, and its passphrase. */
interface Place {
  readonly data: string
  readonly passphraseFile: string | null
  readonly now: Date
  readonly random: RandomBytes
}

const linkOf = ({ data, ...rest }: Place): Promise<Link> => openLink({ folder: join(data, 'ca'), ...rest })

const write = (path: string, card: object): Promise<void> => replaceFile(path, `${JSON.stringify(card, null, 2)}\n`)

const certificateIn = async (data: string, name: string): Promise<string> => {
  const der = await readFile(join(data, 'ca', `${name}.crt`)).catch((cause: unknown) => {
    throw new AppError(isMissing(cause) ? 'file-not-found' : 'file-unreadable', { name: `${name}.crt` }, cause)
  })
  return toPem('CERTIFICATE', parseCertificate(new Uint8Array(der)).der)
}

const withStore = async <T>(data: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openDataStore(data)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

export interface DescribeOptions extends Place {
  readonly id: string
  readonly name: string
  /** A file; the usual prices otherwise. */
  readonly prices: string | null
  readonly review: boolean
  /** Where fronts reach `bidseal ca serve`. */
  readonly address: string
  /** Where the card goes. */
  readonly out: string
}

/** What people read out to each other. */
export interface Introduction {
  readonly card: string
  readonly name: string
  /** SHA-256 of the link's certificate. */
  readonly fingerprint: string
}

const pricesIn = async (file: string | null): Promise<PriceList> =>
  file === null ? USUAL.prices : readCard(file, priceList)

/** Names an authority, and writes the card that fronts take. Again at any time: for other prices, another address. */
export const describeOrganisation = async (options: DescribeOptions): Promise<Introduction> => {
  const { data, id, name, review, address, out } = options
  const [issuing, root] = [await certificateIn(data, 'issuing'), await certificateIn(data, 'root')]
  const prices = await pricesIn(options.prices)
  const settings: OrganisationSettings = { format: 'bidseal-organisation/1', id, name, prices, review }
  const { certificate, tls } = await linkOf(options)
  await write(join(data, ORGANISATION_FILE), settings)
  if ((await findSettings(data)) === null) throw new AppError('file-unreadable', { file: ORGANISATION_FILE })
  const entry = { id, name, prices, address, link: tls.cert, issuing, root }
  await write(out, { format: 'bidseal-organisation-card/1', ...entry } satisfies OrganisationCard)
  return { card: basename(out), name, fingerprint: certificate.fingerprint }
}

export interface AddOrganisationOptions extends Place {
  readonly card: string
  /** What the authority will call this front. */
  readonly name: string
  /** Where this front's own card goes. */
  readonly out: string
}

/**
 * Takes an authority's card, or its newer one, and writes this front's. Throws `key-mismatch` when there is another
 * authority of that id.
 */
export const addOrganisation = async (options: AddOrganisationOptions): Promise<Introduction> => {
  const { data, name, out } = options
  const { format: _, ...entry } = await readCard(options.card, organisationCard)
  const [link] = [entry.link, entry.issuing, entry.root].map(onlyCertificate)
  const others = await readEntries(data)
  const before = others.find(({ id }) => id === entry.id)
  if (before !== undefined && before.root !== entry.root) throw new AppError('key-mismatch', { organisation: entry.id })
  const { tls } = await linkOf(options)
  await writeEntries(data, [...others.filter((other) => other !== before), entry])
  await write(out, { format: 'bidseal-front-card/1', name, link: tls.cert } satisfies FrontCard)
  await withStore(data, (store) =>
    store.transaction(async ({ audit }) => {
      const facts = { organisation: entry.id, link: link!.fingerprint }
      await audit.append({ actor: 'operator', action: 'organisation-added', facts }, options.now.getTime())
    }),
  )
  return { card: basename(out), name: entry.name, fingerprint: link!.fingerprint }
}

/** Takes a front's card: its orders are accepted from now on. */
export const addFront = async (options: {
  readonly data: string
  readonly card: string
  readonly now: Date
}): Promise<Introduction> => {
  const { data, card, now } = options
  const { name, link } = await readCard(card, frontCard)
  const { fingerprint } = onlyCertificate(link)
  await withStore(data, (store) =>
    store.transaction(async ({ fronts, audit }) => {
      await fronts.put({ fingerprint, name, certificate: link }, now.getTime())
      await audit.append({ actor: 'operator', action: 'front-added', facts: { front: fingerprint } }, now.getTime())
    }),
  )
  return { card: basename(card), name, fingerprint }
}

/** Orders of a front are accepted no longer. Throws `front-unknown`. */
export const removeFront = async (options: {
  readonly data: string
  readonly fingerprint: string
  readonly now: Date
}): Promise<{ readonly fingerprint: string }> => {
  const { data, fingerprint, now } = options
  await withStore(data, (store) =>
    store.transaction(async ({ fronts, audit }) => {
      if (!(await fronts.remove(fingerprint))) throw new AppError('front-unknown', { fingerprint })
      await audit.append({ actor: 'operator', action: 'front-removed', facts: { front: fingerprint } }, now.getTime())
    }),
  )
  return { fingerprint }
}

export interface WaitingOrder {
  readonly id: string
  readonly company: string
  readonly creditCode: string
  readonly person: string
  readonly receivedAt: string
}

/** Orders that wait for this authority's own review, oldest first. */
export const waitingOrders = async ({
  data,
}: {
  readonly data: string
}): Promise<{ readonly orders: readonly WaitingOrder[] }> =>
  withStore(data, async (store) => ({
    orders: (await store.receivedOrders.inState('waiting')).map(({ content, receivedAt }) => {
      const { id, company, creditCode, person } = readOrder(JSON.parse(content))
      return { id, company, creditCode, person, receivedAt: new Date(receivedAt).toISOString() }
    }),
  }))

/** Approves an order, or refuses it with a reason. Throws `invalid-input` when it does not wait. */
export const decideOrder = async (options: {
  readonly data: string
  readonly id: string
  /** Null approves. */
  readonly refusal: string | null
  readonly officer: string
  readonly now: Date
}): Promise<{ readonly id: string; readonly state: 'approved' | 'refused' }> => {
  const { data, id, refusal, officer, now } = options
  const state = refusal === null ? 'approved' : 'refused'
  await withStore(data, (store) =>
    store.transaction(async ({ receivedOrders, audit }) => {
      if (!(await receivedOrders.decide(id, state, refusal, now.getTime())))
        throw new AppError('invalid-input', { reason: 'no such order waits' })
      await audit.append({ actor: officer, action: `order-${state}`, facts: { order: id } }, now.getTime())
    }),
  )
  return { id, state }
}
