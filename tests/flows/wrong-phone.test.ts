/** Phones of other people and of other companies, at a desk whose bid is made. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProjectView } from '#ipc/views'
import {
  addPdfs,
  generated,
  identifiedProject,
  openOffice,
  OTHER_CODE,
  placeOnEach,
  placeSeal,
  reopened,
  sealed,
  type Office,
} from '../support/bidding.ts'
import { documentsOf } from '../support/desk.ts'
import { textPdf } from '../support/pdf.ts'
import { PIN, type TestPhone } from '../support/phone.ts'
import { DEMO_CODE } from '../support/server.ts'
import { unchanged } from '../support/unchanged.ts'

let office: Office
let project: ProjectView
let ebid: string
let colleague: TestPhone
let stranger: TestPhone

beforeAll(async () => {
  office = await openOffice()
  const path = join(office.desk.folder, '投标函.pdf')
  writeFileSync(path, await textPdf(2))
  const added = await addPdfs(office, await identifiedProject(office), [path])
  project = await sealed(office, await placeOnEach(office, added))
  ebid = (await generated(office, project, join(office.desk.folder, 'out'))).ebid
  colleague = await office.newPhone(DEMO_CODE, '李工')
  stranger = await office.newPhone(OTHER_CODE, '刘测')
  project = await reopened(office, project)
})
afterAll(() => office.close())

describe.each([
  ['a colleague', () => colleague, '李工', '河南示范建设有限公司'],
  ['somebody of another company', () => stranger, '刘测', '北京样例工程有限公司'],
] as const)('the phone of %s', (_who, phone, person, company) => {
  it.each([
    ['to open', ({ desk }: Office) => desk.start('jobs.open', { path: ebid, folder: join(desk.folder, 'opened') })],
    ['to rehearse', ({ desk }: Office) => desk.start('jobs.rehearse', { path: ebid, project: project.id })],
  ] as const)('will not do %s, and both certificates are named', (_purpose, start) =>
    unchanged(office, project, async () => {
      const view = await office.desk.answer(await start(office), phone())
      expect(view).toMatchObject({
        state: 'failed',
        target: null,
        error: { code: 'wrong-certificate' },
        mismatch: {
          needed: { company: '河南示范建设有限公司', person: '王敏', creditCode: DEMO_CODE, usage: 'encrypt' },
          scanned: { company, person, usage: 'encrypt' },
        },
      })
      expect(view.mismatch?.needed.serial).not.toBe(view.mismatch?.scanned.serial)
      expect(await phone().agent.history()).toEqual([])
    }),
  )
})

it('of another company is not the bidder, whatever it is asked for', () =>
  unchanged(office, project, async () => {
    const { desk } = office
    const id = project.id
    const details = { needed: '河南示范建设有限公司', scanned: '北京样例工程有限公司' }
    const wrong = { state: 'failed', error: { code: 'wrong-company', details } }
    expect(await desk.run('jobs.identify', { project: id }, stranger)).toMatchObject(wrong)
    const folder = join(desk.folder, 'out')
    expect(await desk.run('jobs.generate', { project: id, folder, twin: true }, stranger)).toMatchObject(wrong)
  }))

it('of a colleague does not seal with a seal of somebody else', async () => {
  const [document] = documentsOf(project)
  const { placements } = await placeSeal(office, project, document!.id, 2)
  await unchanged(office, project, async () => {
    const view = await office.desk.run('jobs.seal', { project: project.id }, colleague)
    expect(view).toMatchObject({ state: 'failed', error: { code: 'seal-not-yours' } })
  })
  await office.desk.call('seals.remove', { project: project.id, placement: placements.at(-1)!.id })
})

it("of a colleague becomes the bidder's when it is identified, and then signs what it seals", async () => {
  const { desk } = office
  expect(await desk.run('jobs.identify', { project: project.id }, colleague)).toMatchObject({ state: 'done' })
  const view = await reopened(office, project)
  expect(view).toMatchObject({ bidder: '河南示范建设有限公司', bidderDetails: { person: '李工' } })
  await placeSeal(office, view, documentsOf(view)[0]!.id, 2)
  const job = await desk.start('jobs.seal', { project: project.id })
  expect(await desk.answer(job, colleague, PIN)).toMatchObject({ state: 'done' })
})
