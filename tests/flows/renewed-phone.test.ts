/** A phone that has renewed its certificates still opens what was made for the old ones. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  addPdfs,
  generated,
  identifiedProject,
  openOffice,
  placeOnEach,
  sealed,
  type Office,
} from '../support/bidding.ts'
import { textPdf } from '../support/pdf.ts'
import { PIN, type TestPhone } from '../support/phone.ts'
import { DEMO_CODE } from '../support/server.ts'

let office: Office
let project: string
let ebid: string

const renew = async ({ agent }: TestPhone): Promise<void> => {
  const before = await agent.current()
  const { id } = await agent.renew(before?.id ?? '', PIN)
  expect((await agent.current())?.id).toBe(id)
  expect(id).not.toBe(before?.id)
}

const open = (phone: TestPhone) => {
  const { desk } = office
  return desk.run('jobs.open', { path: ebid, folder: join(desk.folder, 'opened') }, phone)
}

beforeAll(async () => {
  office = await openOffice()
  const path = join(office.desk.folder, '投标函.pdf')
  writeFileSync(path, await textPdf(2))
  const added = await addPdfs(office, await identifiedProject(office), [path])
  const made = await sealed(office, await placeOnEach(office, added))
  project = made.id
  ebid = (await generated(office, made, join(office.desk.folder, 'out'))).ebid
})
afterAll(() => office.close())

it('rehearses and opens a bid for the certificate that was renewed, and one that was renewed twice', async () => {
  const { desk, phone } = office
  await renew(phone)
  expect(await desk.run('jobs.rehearse', { path: ebid, project }, phone)).toMatchObject({ state: 'done' })
  expect(await open(phone)).toMatchObject({ state: 'done' })
  await renew(phone)
  expect(await open(phone)).toMatchObject({ state: 'done' })
})

it('of somebody else is refused however often it has renewed, and both certificates are named', async () => {
  const colleague = await office.newPhone(DEMO_CODE, '李工')
  await renew(colleague)
  const view = await open(colleague)
  expect(view).toMatchObject({
    state: 'failed',
    error: { code: 'wrong-certificate' },
    mismatch: { needed: { person: '王敏', usage: 'encrypt' }, scanned: { person: '李工', usage: 'encrypt' } },
  })
  expect(await colleague.agent.history()).toEqual([])
})
