/** Pairings that come to nothing, or to something at the second attempt. */
import { EventEmitter, once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { POLICY } from '#core/pairing/policy'
import type { ConnectSocket } from '#core/pairing/ports'
import { connectNodeSocket } from '#engine/pairing/node-socket'
import type { JobView, ProjectView } from '#ipc/views'
import { addPdfs, identifiedProject, openOffice, placeOnEach, reopened, type Office } from '../support/bidding.ts'
import { leapingClock, type LeapingClock } from '../support/leaping-clock.ts'
import { textPdf } from '../support/pdf.ts'
import { PIN, untilState, untilView } from '../support/phone.ts'
import { unchanged } from '../support/unchanged.ts'

const WRONG = '190284'

/** Counts rooms of the relay as the desktop's sockets join them. */
const watchRooms = () => {
  const joins = new EventEmitter()
  let joined = 0
  const connect: ConnectSocket = (address, events) =>
    connectNodeSocket(address, {
      ...events,
      text: (frame) => {
        events.text(frame)
        if (!frame.includes('"peer"')) return
        joined += 1
        joins.emit('join')
      },
    })
  return {
    connect,
    get joined() {
      return joined
    },
    until: async (count: number): Promise<void> => {
      while (joined < count) await once(joins, 'join')
    },
  }
}

const rooms = watchRooms()
let office: Office
let clock: LeapingClock
let project: ProjectView

beforeAll(async () => {
  clock = leapingClock()
  office = await openOffice({ clock, connect: rooms.connect })
  writeFileSync(join(office.desk.folder, '投标函.pdf'), await textPdf(2))
})
afterAll(() => office.close())

/** A project with a seal to sign. */
beforeEach(async () => {
  const path = join(office.desk.folder, '投标函.pdf')
  project = await placeOnEach(office, await addPdfs(office, await identifiedProject(office), [path]))
})

const startSealing = (): Promise<string> => office.desk.start('jobs.seal', { project: project.id })

const untilPairing = (job: string, state: NonNullable<JobView['pairing']>['state']): Promise<JobView> =>
  office.desk.until(job, ({ pairing }) => pairing?.state === state)

/** The phone has been asked; nobody has answered yet. */
const asked = async (job: string) => {
  const confirmation = await office.desk.scan(job, office.phone)
  await untilState(confirmation, 'asked')
  await untilPairing(job, 'confirming')
  return confirmation
}

const cancel = (job: string): Promise<null> => office.desk.call('jobs.cancel', { job })

describe('a code', () => {
  it('is over after ten rotations; the old one is answered no more, a fresh one is', async () => {
    const { desk, phone } = office
    const before = rooms.joined
    const job = await startSealing()
    const shown: string[] = []
    await unchanged(office, project, async () => {
      for (let rotation = 1; rotation <= POLICY.qr.rotations; rotation++) {
        const isNew = ({ pairing }: JobView): boolean => Boolean(pairing?.qr) && !shown.includes(pairing?.qr ?? '')
        shown.push((await desk.until(job, isNew)).pairing?.qr ?? '')
        await rooms.until(before + rotation)
        clock.leap(POLICY.qr.fresh)
      }
      const { pairing, state } = await untilPairing(job, 'expired')
      expect({ state, qr: pairing?.qr }).toEqual({ state: 'running', qr: null })
    })
    expect(new Set(shown).size).toBe(POLICY.qr.rotations)
    const late = await phone.agent.scan(shown[0] ?? '')
    expect(await untilState(late, 'failed')).toMatchObject({ error: { code: 'qr-expired' } })
    late.close()
    await desk.call('jobs.showAgain', { job })
    expect(await desk.answer(job, phone)).toMatchObject({ state: 'done' })
    expect(await reopened(office, project)).toMatchObject({ state: 'sealed' })
  })
})

describe('a person with a phone', () => {
  it('says no with a reason, and may be asked again', async () => {
    const { desk, phone } = office
    const job = await startSealing()
    await unchanged(office, project, async () => {
      const confirmation = await asked(job)
      await confirmation.refuse('金额不对')
      expect(await untilPairing(job, 'refused')).toMatchObject({ state: 'running', pairing: { reason: '金额不对' } })
      expect(confirmation.view().state).toBe('refused')
    })
    expect((await phone.agent.history())[0]).toMatchObject({ kind: 'sign', outcome: 'refused' })
    await desk.call('jobs.showAgain', { job })
    expect(await desk.answer(job, phone)).toMatchObject({ state: 'done' })
  })

  it('sees that the computer has given up', async () => {
    const job = await startSealing()
    await unchanged(office, project, async () => {
      const confirmation = await asked(job)
      await cancel(job)
      await untilState(confirmation, 'cancelled')
      await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'request-cancelled' })
      expect(await office.desk.over(job)).toMatchObject({ state: 'cancelled', error: null })
    })
  })

  it('may err with the PIN and then get it right', async () => {
    const job = await startSealing()
    const confirmation = await asked(job)
    for (const triesLeft of [4, 3]) {
      await expect(confirmation.confirm(WRONG)).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft } })
      expect(confirmation.view()).toMatchObject({ state: 'asked', triesLeft })
    }
    await confirmation.confirm(PIN)
    expect(await office.desk.over(job)).toMatchObject({ state: 'done' })
  })

  it('is locked out after five wrong PINs, and the desktop hears of it', async () => {
    const { desk } = office
    const other = await office.newPhone()
    expect(await desk.run('jobs.identify', { project: project.id }, other)).toMatchObject({ state: 'done' })
    const before = await reopened(office, project)
    const job = await desk.start('jobs.identify', { project: project.id })
    await unchanged(office, before, async () => {
      const confirmation = await desk.scan(job, other)
      await untilState(confirmation, 'asked')
      for (const triesLeft of [4, 3, 2, 1])
        await expect(confirmation.confirm(WRONG)).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft } })
      await expect(confirmation.confirm(WRONG)).rejects.toMatchObject({ code: 'pin-locked' })
      expect(confirmation.view()).toMatchObject({ triesLeft: 0 })
      await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'pin-locked' })
      expect(await desk.over(job)).toMatchObject({ state: 'failed', error: { code: 'pin-locked' } })
    })
    expect(await other.agent.current()).toMatchObject({ state: 'locked' })
  })
})

describe('a request', () => {
  it('that nobody answers runs out on both sides, and may be made again', async () => {
    const { desk, phone } = office
    const job = await startSealing()
    await unchanged(office, project, async () => {
      const confirmation = await asked(job)
      clock.leap(POLICY.lifetime.request)
      expect((await untilPairing(job, 'expired')).state).toBe('running')
      await untilView(confirmation, ({ state }) => state === 'cancelled' || state === 'expired')
    })
    await desk.call('jobs.showAgain', { job })
    expect(await desk.answer(job, phone)).toMatchObject({ state: 'done' })
  })
})
