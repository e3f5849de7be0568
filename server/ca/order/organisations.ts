/** The CA organisations of a registration: the built-in authority, and those it was introduced to. */
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { importKey } from '../keys/authority-keys.ts'
import { readEntries, type OrganisationEntry } from './cards.ts'
import type { Link } from './link.ts'
import type { CaOrganisation, PriceList } from './organisation.ts'
import { openRemote, type RemoteOrganisation } from './remote-organisation.ts'

export interface OrganisationFacts {
  readonly id: string
  readonly name: string
  /** In fen. */
  readonly prices: PriceList
  readonly isAvailable: boolean
}

export interface Organisations {
  /** The built-in one first. */
  list(): Promise<readonly OrganisationFacts[]>
  /** Throws `organisation-unknown`. */
  find(id: string): Promise<CaOrganisation>
  /** Of the authority that is used where nobody has chosen. */
  readonly usual: string
  close(): void
}

export interface OrganisationsOptions {
  readonly builtIn: CaOrganisation
  /** With `organisations.json`, which is read again whenever it is asked for. */
  readonly data: string
  readonly link: () => Promise<Link>
  readonly now: () => number
}

export const createOrganisations = ({ builtIn, data, link, now }: OrganisationsOptions): Organisations => {
  const opened = new Map<string, Promise<RemoteOrganisation>>()
  let own: Promise<Link> | null = null

  const open = async (entry: OrganisationEntry): Promise<RemoteOrganisation> => {
    own ??= link()
    const mine = await own
    const pkcs8: Bytes = mine.pkcs8.slice()
    return openRemote({ entry, link: mine, key: await importKey(pkcs8), now })
  }

  /** One connection for each entry, until the entry changes. */
  const remotes = async (): Promise<readonly RemoteOrganisation[]> => {
    const found = new Map((await readEntries(data)).map((entry) => [JSON.stringify(entry), entry]))
    for (const [id, before] of opened)
      if (!found.has(id)) {
        opened.delete(id)
        void before.then((remote) => remote.close())
      }
    for (const [id, entry] of found) if (!opened.has(id)) opened.set(id, open(entry))
    return Promise.all(opened.values())
  }

  const all = async (): Promise<readonly CaOrganisation[]> => [
    builtIn,
    ...(await remotes()).filter(({ id }) => id !== builtIn.id),
  ]

  return {
    usual: builtIn.id,
    list: async () =>
      Promise.all(
        (await all()).map(async (organisation) => {
          const { id, name } = organisation
          const [prices, isAvailable] = await Promise.all([organisation.prices(), organisation.isAvailable()])
          return { id, name, prices, isAvailable }
        }),
      ),
    find: async (id) => {
      const found = id === builtIn.id ? builtIn : (await all()).find((organisation) => organisation.id === id)
      if (found === undefined) throw new AppError('organisation-unknown', { organisation: id })
      return found
    },
    close: () => {
      for (const remote of opened.values()) void remote.then((each) => each.close())
    },
  }
}
