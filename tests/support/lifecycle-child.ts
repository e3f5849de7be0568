/** A server in a process of its own whose clock, officers and keepers do what they are told. */
import { join } from 'node:path'
import { z } from 'zod'
import { releaseKeys } from '#server/key-releases'
import { DEVICE, openAccounts, PASSWORD } from '#tests/support/accounts'
import { act, applicationOf, claimed, identified, LI, photograph, upload, WANG } from '#tests/support/applying'
import type { Person } from '#tests/support/applying'
import { random } from '#tests/support/authority'
import { issuedApplication, pay } from '#tests/support/issuing'

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
const people = new Map<string, Person>()

const person = (mobile: string): Person => {
  const known = people.get(mobile)
  if (known === undefined) throw new Error(`nobody has ${mobile}`)
  return known
}

const perform = async (asked: Ask): Promise<string> => {
  const { mobile } = asked
  switch (asked.act) {
    case 'claim':
      people.set(mobile, await identified(accounts, mobile, WANG))
      return (await claimed(accounts, person(mobile))).id
    case 'lose':
      people.set(mobile, await identified(accounts, mobile, LI))
      return (await issuedApplication(accounts, person(mobile), { creditCode: asked.creditCode })).id
    case 'pay':
      await pay(accounts, person(mobile), asked.id)
      return ''
    case 'stamp': {
      const stamped = await upload(accounts, person(mobile), 'stamped', await photograph())
      await act(person(mobile), asked.id, 'stamped', { stamped: stamped.id })
      return ''
    }
    case 'approve': {
      const { version } = applicationOf(await person(mobile).page.get(`applications/${asked.id}`))
      await accounts.server.review.approve(asked.id, version, asked.officer)
      return ''
    }
    case 'release': {
      const { data } = accounts.server
      const shares = [1, 3].map((number) => join(data, `recovery-share-${number}.txt`))
      await releaseKeys({ data, shares, now: new Date(accounts.now()), random })
      return ''
    }
    case 'pass':
      accounts.pass(Number(asked.time))
      // a session does not last as long as a certificate
      for (const { page, mobile: known } of people.values())
        await page.post('account/login/password', { mobile: known, password: PASSWORD, device: DEVICE })
      return String(accounts.now())
  }
}

process.on('message', (message) => {
  const asked = ask.parse(message)
  void perform(asked).then((result) => process.send?.({ n: asked.n, result }))
})
process.on('disconnect', () => void accounts.remove().then(() => process.exit()))
process.send?.({ address: accounts.server.address, root: accounts.server.root })
