/** What servers share that run in a process of their own and do what a test tells them. */
import type { z } from 'zod'
import type { Accounts } from '#tests/support/accounts'
import { applicationOf, identified, type Person } from '#tests/support/applying'

/** People who act when they are told to, by their mobile numbers. */
export interface ToldPeople {
  /** Somebody new, who has shown who he is. */
  enter(mobile: string, who: { readonly name: string; readonly idNumber: string }): Promise<Person>
  /** Throws where nobody has this number. */
  find(mobile: string): Person
  all(): readonly Person[]
}

export const openPeople = (accounts: Accounts): ToldPeople => {
  const people = new Map<string, Person>()
  return {
    enter: async (mobile, who) => {
      const person = await identified(accounts, mobile, who)
      people.set(mobile, person)
      return person
    },
    find: (mobile) => {
      const known = people.get(mobile)
      if (known === undefined) throw new Error(`nobody has ${mobile}`)
      return known
    },
    all: () => [...people.values()],
  }
}

/** An officer approves what somebody has submitted. */
export const approve = async (
  { server }: Accounts,
  { page }: Person,
  application: string,
  officer: string,
): Promise<void> => {
  const { version } = applicationOf(await page.get(`applications/${application}`))
  await server.review.approve(application, version, officer)
}

/** Says where the server is, does what it is told until nobody tells it anything more, and ends. */
export const obey = <Asked extends { readonly n: number }>(
  accounts: Accounts,
  asked: z.ZodType<Asked>,
  perform: (what: Asked) => Promise<string>,
): void => {
  process.on('message', (message) => {
    const what = asked.parse(message)
    void perform(what).then((result) => process.send?.({ n: what.n, result }))
  })
  process.on('disconnect', () => void accounts.remove().then(() => process.exit()))
  process.send?.({ address: accounts.server.address, root: accounts.server.root })
}
