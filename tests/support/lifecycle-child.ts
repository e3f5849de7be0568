/** A server in a process of its own whose clock, officers and keepers do what they are told. */
import { join } from 'node:path'
import { z } from 'zod'
import { releaseKeys } from '#server/key-releases'
import { DEVICE, openAccounts, PASSWORD } from '#tests/support/accounts'
import { act, claimed, LI, photograph, upload, WANG } from '#tests/support/applying'
import { random } from '#tests/support/authority'
import { issuedApplication, pay } from '#tests/support/issuing'
import { approve, obey, openPeople } from '#tests/support/told-server'

const asking = { n: z.number(), mobile: z.string() }
const ask = z.discriminatedUnion('act', [
  /** Claims the company, up to where it has to be paid for. */
  z.object({ ...asking, act: z.literal('claim') }),
  /** Has certificates of another company, with keys that are gone. */
  z.object({ ...asking, act: z.literal('lose'), creditCode: z.string() }),
  z.object({ ...asking, act: z.literal('pay'), id: z.string() }),
  z.object({ ...asking, act: z.literal('stamp'), id: z.string() }),
  z.object({ ...asking, act: z.literal('approve'), id: z.string(), officer: z.string() }),
  /** Two keepers release the older keys of recoveries. */
  z.object({ ...asking, act: z.literal('release') }),
  /** Lets so many milliseconds pass, and says what time it is. */
  z.object({ ...asking, act: z.literal('pass'), time: z.string() }),
])
type Ask = z.output<typeof ask>

const accounts = await openAccounts()
const people = openPeople(accounts)

const perform = async (asked: Ask): Promise<string> => {
  const { mobile } = asked
  switch (asked.act) {
    case 'claim':
      return (await claimed(accounts, await people.enter(mobile, WANG))).id
    case 'lose':
      return (await issuedApplication(accounts, await people.enter(mobile, LI), { creditCode: asked.creditCode })).id
    case 'pay':
      await pay(accounts, people.find(mobile), asked.id)
      return ''
    case 'stamp': {
      const stamped = await upload(accounts, people.find(mobile), 'stamped', await photograph())
      await act(people.find(mobile), asked.id, 'stamped', { stamped: stamped.id })
      return ''
    }
    case 'approve':
      await approve(accounts, people.find(mobile), asked.id, asked.officer)
      return ''
    case 'release': {
      const { data } = accounts.server
      const shares = [1, 3].map((number) => join(data, `recovery-share-${number}.txt`))
      await releaseKeys({ data, shares, now: new Date(accounts.now()), random })
      return ''
    }
    case 'pass':
      accounts.pass(Number(asked.time))
      // a session does not last as long as a certificate
      for (const { page, mobile: known } of people.all())
        await page.post('account/login/password', { mobile: known, password: PASSWORD, device: DEVICE })
      return String(accounts.now())
  }
}

obey(accounts, ask, perform)
