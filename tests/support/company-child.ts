/** A server in a process of its own with people on it: who acts as they, and as officers, does so when it is told to. */
import { z } from 'zod'
import { openAccounts } from '#tests/support/accounts'
import { applicationOf, claimed, identified, LI, WANG, type Person } from '#tests/support/applying'
import { pay } from '#tests/support/issuing'
import { wishToJoin } from '#tests/support/joining'

const ask = z.discriminatedUnion('act', [
  /** Claims the company, up to where certificates can be fetched. */
  z.object({ n: z.number(), act: z.literal('claim'), mobile: z.string() }),
  z.object({ n: z.number(), act: z.literal('join'), mobile: z.string(), administrator: z.string() }),
  /** An officer approves, and it is paid for. */
  z.object({ n: z.number(), act: z.literal('approve'), mobile: z.string(), id: z.string() }),
])
type Ask = z.output<typeof ask>

const accounts = await openAccounts({ isLive: true })
const people = new Map<string, Person>()

const person = (mobile: string): Person => {
  const known = people.get(mobile)
  if (known === undefined) throw new Error(`nobody has ${mobile}`)
  return known
}

const perform = async (asked: Ask): Promise<string> => {
  const { mobile } = asked
  switch (asked.act) {
    case 'claim': {
      people.set(mobile, await identified(accounts, mobile, WANG))
      const { id } = await claimed(accounts, person(mobile))
      await pay(accounts, person(mobile), id)
      return id
    }
    case 'join':
      people.set(mobile, await identified(accounts, mobile, LI))
      return wishToJoin(person(mobile), person(asked.administrator))
    case 'approve': {
      const { version } = applicationOf(await person(mobile).page.get(`applications/${asked.id}`))
      await accounts.server.review.approve(asked.id, version, 'reviewer')
      await pay(accounts, person(mobile), asked.id)
      return ''
    }
  }
}

process.on('message', (message) => {
  const asked = ask.parse(message)
  void perform(asked).then((result) => process.send?.({ n: asked.n, result }))
})
process.on('disconnect', () => void accounts.remove().then(() => process.exit()))
process.send?.({ address: accounts.server.address, root: accounts.server.root })
