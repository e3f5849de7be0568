import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { random, testAuthority, type TestAuthority } from '#tests/support/authority'
import { caFetch, type CaFetch } from '#tests/support/ca-fetch'
import { systemClock } from '#engine/clock'
import { credential, scriptedPhone, type Credential, type PhoneOptions } from '#tests/support/credential'
import { inFolder } from '#tests/support/pdf'
import { GENEROUS, startRelay, type RelayHost } from '#tests/support/relay'
import { toBase64url } from '#core/bytes/base64url'
import { AppError } from '#core/errors'
import type { JobView, PairingState, PairingView } from '#ipc/views'
import { startJob, type Job } from '../jobs/job.ts'
import { openTrust } from '../trust/trust.ts'
import { askPhone, type Answered, type PairingPorts, type Question } from './ask.ts'
import { connectNodeSocket } from './node-socket.ts'

/** Machines that run tests may be busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 })

const OTHER = { company: '北京样例科技有限公司', creditCode: '91110108MA0TE5T240', person: '刘测' }

let authority: TestAuthority
let own: Credential
let stranger: Credential
let host: RelayHost

beforeAll(async () => {
  authority = await testAuthority()
  own = await credential(authority)
  const subject = { company: '北京样例工程有限公司', creditCode: '91110108MA0TE5T240', person: '刘测' }
  stranger = await credential(authority, { subject })
  host = await startRelay({ limits: GENEROUS })
})
afterAll(() => host.close())

interface Asking {
  readonly job: Job
  readonly ca: CaFetch
  readonly answered: Promise<Answered<'identify'>>
  /** Waits until the window would show this. */
  shows(state: PairingState): Promise<PairingView>
  /** Every event of the job, oldest first. */
  readonly events: readonly JobView[]
  scan(options?: Partial<PhoneOptions>): ReturnType<typeof scriptedPhone>
}

const asking = (
  work: (asking: Asking) => Promise<void>,
  question: Partial<Question<'identify'>> = {},
  ports: Partial<PairingPorts> = {},
): Promise<void> =>
  inFolder(async (folder) => {
    const ca = await caFetch(authority)
    const server = ports.server ?? (() => host.server)
    const trust = await openTrust({
      dataFolder: folder,
      roots: { all: () => [authority.root.certificate] },
      server,
      fetch: ca.fetch,
      now: () => new Date(),
    })
    const all: PairingPorts = {
      desktop: () => ({ id: 'desktop-0123456789', name: '投标室的电脑', version: '0.1.0' }),
      server,
      trust,
      connect: connectNodeSocket,
      clock: systemClock,
      random,
      ...ports,
    }
    const body = { origin: host.server, nonce: toBase64url(random(32)), purpose: '示范项目' }
    const watchers = new Set<(view: JobView) => void>()
    const events: JobView[] = []
    watchers.add((view) => events.push(view))
    const phones: { close(): void }[] = []
    let resolve = (_: Answered<'identify'>): void => undefined
    let reject = (_: unknown): void => undefined
    const answered = new Promise<Answered<'identify'>>((take, refuse) => {
      resolve = take
      reject = refuse
    })
    answered.catch(() => undefined)
    const job = startJob({
      id: 'job',
      kind: 'identify',
      project: null,
      now: () => Date.now(),
      onChange: (view) => watchers.forEach((watch) => watch(view)),
      work: async (context) => {
        try {
          resolve(
            await askPhone(
              all,
              {
                kind: 'identify',
                intent: 'identify',
                documents: [],
                bidder: null,
                body: async () => body,
                ...question,
              },
              context,
            ),
          )
        } catch (error) {
          reject(error)
          throw error
        }
      },
    })
    const shows = (state: PairingState): Promise<PairingView> =>
      new Promise((take, refuse) => {
        const look = ({ pairing, state: jobState, error }: JobView): void => {
          if (pairing?.state === state) take(pairing)
          else if (jobState !== 'running') refuse(new Error(`job ${jobState} ${error?.code ?? ''}`))
          else return
          watchers.delete(look)
        }
        watchers.add(look)
        look(job.view())
      })
    const scan = (options: Partial<PhoneOptions> = {}): ReturnType<typeof scriptedPhone> => {
      const phone = scriptedPhone({ server: host.server, qr: job.view().pairing?.qr ?? '', own, ...options })
      phones.push(phone)
      return phone
    }
    try {
      await work({ job, ca, answered, events, shows, scan })
    } finally {
      await job.cancel()
      for (const phone of phones) phone.close()
    }
  })

describe('askPhone', () => {
  it('shows a code, then whose phone it is and four digits, and hands back the answer', () =>
    asking(async ({ shows, scan, answered }) => {
      const waiting = await shows('waiting')
      expect(waiting.qr).toMatch(/\/p\/#/)
      const { promise: confirmed, resolve: confirm } = Promise.withResolvers<void>()
      const phone = scan({ before: () => confirmed })
      const confirming = await shows('confirming')
      expect(confirming).toMatchObject({ qr: null, sameCompany: null })
      expect(confirming.phone).toMatchObject({ company: '河南示范建设有限公司', person: '王敏', device: '测试手机' })
      expect(confirming.code).toBe(phone.machine.code)
      expect(confirming.digest).toMatch(/^[0-9a-f]{8}…[0-9a-f]{8}$/)
      confirm()
      const { answer, phone: known } = await answered
      expect(answer.signing[0]).toBe(toBase64url(own.signing.der))
      expect(known.certificate.fingerprint).toBe(own.signing.certificate.fingerprint)
      expect((await shows('done')).state).toBe('done')
    }))

  it('accepts only the bidder where there is one', () =>
    asking(
      async ({ shows, scan, answered, events, job }) => {
        await shows('waiting')
        const phone = scan()
        await expect(answered).rejects.toMatchObject({ code: 'wrong-company' })
        await job.over
        expect(job.view()).toMatchObject({ state: 'failed', pairing: { sameCompany: false } })
        expect(phone.requests).toEqual([])
        expect(events.filter(({ state }) => state !== 'running')).toHaveLength(1)
        expect(events.map(({ pairing }) => pairing?.state)).not.toContain('refused')
      },
      { bidder: OTHER },
    ))

  it('waits after a no, and a fresh code may bring a yes', () =>
    asking(async ({ shows, scan, answered, job }) => {
      await shows('waiting')
      scan({ refuse: 'refused' })
      expect(await shows('refused')).toMatchObject({ reason: '内容不对' })
      expect(job.view().state).toBe('running')
      job.showAgain()
      const fresh = await shows('waiting')
      expect(fresh).toMatchObject({ code: null, phone: null, reason: null })
      scan()
      await expect(answered).resolves.toBeDefined()
    }))

  it.each(['waiting', 'confirming'] as const)('shows a fresh code when asked to while it is %s', (state) =>
    asking(async ({ shows, scan, answered, events, job }) => {
      const { qr } = await shows('waiting')
      if (state === 'confirming') scan({ before: () => new Promise(() => undefined) })
      await shows(state)
      job.showAgain()
      await eventually(() => job.view().pairing?.qr ?? qr).not.toBe(qr)
      expect(events.map(({ pairing }) => pairing?.state)).not.toContain('refused')
      scan()
      await expect(answered).resolves.toBeDefined()
    }),
  )

  it('can be cancelled while it waits after a no', () =>
    asking(async ({ shows, scan, job }) => {
      await shows('waiting')
      scan({ refuse: 'refused' })
      await shows('refused')
      await job.cancel()
      expect(job.view().state).toBe('cancelled')
    }))

  it('tells the phone when it is cancelled in the middle', () =>
    asking(async ({ shows, scan, job }) => {
      await shows('waiting')
      let answer = (): void => undefined
      const phone = scan({ before: () => new Promise((resolve) => (answer = resolve)) })
      await shows('confirming')
      await job.cancel()
      expect(job.view().state).toBe('cancelled')
      await eventually(() => phone.machine.state).toBe('cancelled')
      answer()
    }))

  it('says that the server is out of reach, and starts over when asked to', () =>
    asking(
      async ({ shows, job }) => {
        await shows('unreachable')
        job.showAgain()
        await shows('unreachable')
        expect(job.view().state).toBe('running')
      },
      {},
      { server: () => 'http://127.0.0.1:9' },
    ))

  it('believes no certificate of a foreign authority', () =>
    asking(async ({ shows, scan, answered }) => {
      await shows('waiting')
      scan({ own: await credential(await testAuthority()) })
      await expect(answered).rejects.toMatchObject({ code: 'certificate-untrusted' })
    }))

  it('believes no certificate about whose revocation nothing is known', () =>
    asking(async ({ shows, scan, answered, ca }) => {
      ca.isDown = true
      await shows('waiting')
      scan()
      await expect(answered).rejects.toMatchObject({ code: 'revocation-unknown' })
    }))

  it.each<[string, (facts: Awaited<ReturnType<Credential['introduce']>>) => object]>([
    ['a device key that nobody has vouched for', () => ({ endorsement: toBase64url(random(64)) })],
    ['a proof for another channel', () => ({ proof: toBase64url(random(64)) })],
    ['an encryption certificate of another company', () => ({ encryption: [toBase64url(stranger.encryption.der)] })],
    [
      'an older one of another company',
      () => ({ older: [own, stranger].map(({ encryption: { der } }) => toBase64url(der)) }),
    ],
  ])('believes no phone with %s', (_, change) =>
    asking(async ({ shows, scan, answered }) => {
      await shows('waiting')
      const liar = {
        ...own,
        introduce: async (machine: Parameters<Credential['introduce']>[0]) => {
          const facts = await own.introduce(machine)
          return { ...facts, ...change(facts) }
        },
      }
      scan({ own: liar })
      await expect(answered).rejects.toMatchObject({ code: 'peer-unauthenticated' })
    }),
  )

  it.each([
    ['locked', 'pin-locked'],
    ['unwrap-failed', 'unwrap-failed'],
  ] as const)('ends at once when the phone says %s', (refuse, code) =>
    asking(async ({ shows, scan, answered, events, job }) => {
      await shows('waiting')
      scan({ refuse })
      await expect(answered).rejects.toMatchObject({ code })
      await job.over
      expect(events.map(({ pairing }) => pairing?.state)).not.toContain('refused')
    }),
  )

  it('asks for no PIN when the phone is of no use', () =>
    asking(
      async ({ shows, scan, answered, events, job }) => {
        await shows('waiting')
        const phone = scan()
        await expect(answered).rejects.toMatchObject({ code: 'wrong-certificate' })
        expect(phone.requests).toEqual([])
        await job.over
        expect(events.map(({ pairing }) => pairing?.state)).not.toContain('refused')
      },
      { admit: () => Promise.reject(new AppError('wrong-certificate')) },
    ))

  it('fails with the reason of what should have been asked', () =>
    asking(
      async ({ shows, scan, answered }) => {
        await shows('waiting')
        scan()
        await expect(answered).rejects.toMatchObject({ code: 'document-changed' })
      },
      { body: () => Promise.reject(new AppError('document-changed')) },
    ))
})
