/** A server that is not there when a job starts, and comes back. */
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { POLICY } from '#core/pairing/policy'
import type { JobView, ProjectView } from '#ipc/views'
import { startServer, type Server } from '#server/server'
import { addPdfs, identifiedProject, openOffice, placeOnEach, reopened, type Office } from '../support/bidding.ts'
import { leapingClock, type LeapingClock } from '../support/leaping-clock.ts'
import { textPdf } from '../support/pdf.ts'
import { GENEROUS } from '../support/relay.ts'
import { unchanged } from '../support/unchanged.ts'

let office: Office
let clock: LeapingClock
let project: ProjectView
let second: Server | null

beforeEach(async () => {
  clock = leapingClock()
  second = null
  office = await openOffice({ clock })
  const path = join(office.desk.folder, '投标函.pdf')
  writeFileSync(path, await textPdf(2))
  project = await placeOnEach(office, await addPdfs(office, await identifiedProject(office), [path]))
  await office.server.close()
})
afterEach(async () => {
  await office.desk.close()
  await second?.close()
  rmSync(dirname(office.server.data), { recursive: true })
})

/** The same server at the same address. */
const comesBack = async (): Promise<void> => {
  const { data, address } = office.server
  second = await startServer({ data, port: Number(new URL(address).port), demo: true, relayLimits: GENEROUS })
  expect(second.address).toBe(address)
}

const untilPairing = (job: string, state: NonNullable<JobView['pairing']>['state']): Promise<JobView> =>
  office.desk.until(job, ({ pairing }) => pairing?.state === state)

it('is waited for, and the code that was shown works once it is back', async () => {
  const { desk, phone } = office
  const job = await desk.start('jobs.seal', { project: project.id })
  await unchanged(office, project, async () => {
    expect((await untilPairing(job, 'unreachable')).state).toBe('running')
    await comesBack()
    await untilPairing(job, 'waiting')
  })
  expect(await desk.answer(job, phone)).toMatchObject({ state: 'done' })
  expect(await reopened(office, project)).toMatchObject({ state: 'sealed' })
})

it('is given up after a while, until somebody asks again', async () => {
  const { desk, phone } = office
  const job = await desk.start('jobs.seal', { project: project.id })
  await unchanged(office, project, async () => {
    await untilPairing(job, 'unreachable')
    clock.leap(POLICY.link.giveUp)
    const { state, pairing } = await desk.until(job, (view) => view.pairing?.qr === null)
    expect({ state, pairing: pairing?.state }).toEqual({ state: 'running', pairing: 'unreachable' })
    await comesBack()
  })
  await desk.call('jobs.showAgain', { job })
  expect(await desk.answer(job, phone)).toMatchObject({ state: 'done' })
})

it('that goes while a bid is being made leaves nothing when nobody wants to wait', async () => {
  const { desk } = office
  const before = await reopened(office, project)
  const job = await desk.start('jobs.seal', { project: project.id })
  await unchanged(office, before, async () => {
    await untilPairing(job, 'unreachable')
    await desk.call('jobs.cancel', { job })
    expect(await desk.over(job)).toMatchObject({ state: 'cancelled', error: null })
  })
})
