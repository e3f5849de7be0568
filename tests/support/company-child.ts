/** A server in a process of its own with people on it: who acts as they, and as officers, does so when it is told to. */
import { z } from 'zod'
import { openAccounts } from '#tests/support/accounts'
import { claimed, LI, WANG } from '#tests/support/applying'
import { pay } from '#tests/support/issuing'
import { wishToJoin } from '#tests/support/joining'
import { approve, obey, openPeople } from '#tests/support/told-server'

const ask = z.discriminatedUnion('act', [
  /** Claims the company, up to where certificates can be fetched. */
  z.object({ n: z.number(), act: z.literal('claim'), mobile: z.string() }),
  z.object({ n: z.number(), act: z.literal('join'), mobile: z.string(), administrator: z.string() }),
  /** An officer approves, and it is paid for. */
  z.object({ n: z.number(), act: z.literal('approve'), mobile: z.string(), id: z.string() }),
])
type Ask = z.output<typeof ask>

const accounts = await openAccounts({ isLive: true })
const people = openPeople(accounts)

const perform = async (asked: Ask): Promise<string> => {
  const { mobile } = asked
  switch (asked.act) {
    case 'claim': {
      const person = await people.enter(mobile, WANG)
      const { id } = await claimed(accounts, person)
      await pay(accounts, person, id)
      return id
    }
    case 'join':
      return wishToJoin(await people.enter(mobile, LI), people.find(asked.administrator))
    case 'approve':
      await approve(accounts, people.find(mobile), asked.id, 'reviewer')
      await pay(accounts, people.find(mobile), asked.id)
      return ''
  }
}

obey(accounts, ask, perform)
