/** Jobs that people, phones or files bring to nothing leave everything as it was. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealRecord } from '#tests/support/authority'
import { credential } from '#tests/support/credential'
import {
  begun,
  eventually,
  generated,
  openScriptedOffice,
  placed,
  sealed,
  type ScriptedDesk,
  type ScriptedOffice,
} from '#tests/support/scripted-desk'
import type { ProjectView } from '#ipc/views'

const HOUR = 3600 * 1000
const OTHER = { company: '北京样例科技有限公司', creditCode: '91110108MA0TE5T240', person: '刘测' }

let office: ScriptedOffice
beforeAll(async () => {
  office = await openScriptedOffice()
})
afterAll(() => office.close())

const documentFiles = ({ folder }: ProjectView): string[] => readdirSync(join(folder, 'documents')).sort()

describe('a job that comes to nothing', () => {
  const unchanged = async (desk: ScriptedDesk, before: ProjectView): Promise<void> => {
    const after = await desk.call('projects.open', { project: before.id })
    expect(after).toEqual(before)
    expect(documentFiles(after)).toEqual(documentFiles(before))
    expect(readdirSync(join(after.folder, 'pending'))).toEqual([])
    expect(readdirSync(desk.folder).filter((name) => /\.(ebid|nbid|tmp)$/.test(name))).toEqual([])
  }

  it.each([
    ['jobs.seal', 'the code is shown'],
    ['jobs.seal', 'the phone is asked'],
    ['jobs.generate', 'the phone is asked'],
  ] as const)('leaves nothing when %s is cancelled while %s', (method, when) =>
    office.atDesk(async (desk) => {
      const before = method === 'jobs.seal' ? await placed(desk) : await sealed(desk)
      const input = { project: before.id, ...(method === 'jobs.seal' ? {} : { folder: desk.folder, twin: true }) }
      const { job } = (await desk.engine.call(method, input)) as { job: string }
      if (when === 'the phone is asked') {
        const phone = await desk.scan(job, { before: () => new Promise(() => undefined) })
        await eventually(() => phone.machine.state).toBe('asked')
      } else await eventually(async () => (await desk.call('jobs.read', { job })).pairing?.qr).toBeTruthy()
      await desk.call('jobs.cancel', { job })
      expect(await desk.call('jobs.read', { job })).toMatchObject({ state: 'cancelled', error: null })
      await unchanged(desk, before)
    }),
  )

  it('leaves nothing when the phone signs something else', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      const { job } = await desk.call('jobs.seal', { project: before.id })
      const view = await desk.finish(job, {
        tamper: (answer) =>
          'signatures' in answer ? { ...answer, signatures: [...answer.signatures].reverse() } : answer,
      })
      expect(view).toMatchObject({ state: 'failed', error: { code: 'signature-invalid' } })
      await unchanged(desk, before)
    }))

  it('leaves nothing when one document was changed on the disk', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      const document = before.parts[1]?.documents[0]
      const file = join(before.folder, 'documents', `${document?.sha256}.pdf`)
      const bytes = readFileSync(file)
      bytes[bytes.length - 3] = 0x41
      writeFileSync(file, bytes)
      const { job } = await desk.call('jobs.seal', { project: before.id })
      expect(await desk.over(job)).toMatchObject({ state: 'failed', error: { code: 'document-changed' } })
      await unchanged(desk, before)
    }))

  it('does not take another company for the bidder', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      const other = await credential(office.authority, { subject: OTHER })
      for (const method of ['jobs.identify', 'jobs.seal'] as const) {
        const { job } = await desk.call(method, { project: before.id })
        const view = await desk.finish(job, { own: other })
        expect(view).toMatchObject({ state: 'failed', error: { code: 'wrong-company' } })
      }
      await unchanged(desk, before)
    }))

  it('does not let a colleague use a seal that was not made for them', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      const colleague = await credential(office.authority)
      const { job } = await desk.call('jobs.seal', { project: before.id })
      const phone = await desk.scan(job, { own: colleague })
      expect(await desk.over(job)).toMatchObject({ state: 'failed', error: { code: 'seal-not-yours' } })
      expect(phone.requests).toEqual([])
      await unchanged(desk, before)
    }))

  it('says that a certificate was renewed since it was read, before the phone is asked', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      const renewed = await credential(office.authority)
      const { job } = await desk.call('jobs.seal', { project: before.id })
      const phone = await desk.scan(job, { own: renewed })
      const view = await desk.over(job)
      expect(view).toMatchObject({
        error: { code: 'seal-not-yours' },
        mismatch: {
          needed: { fingerprint: office.own.signing.certificate.fingerprint },
          scanned: { fingerprint: renewed.signing.certificate.fingerprint },
        },
      })
      expect(phone.requests).toEqual([])
    }))

  it('does not make a bid that another phone would sign and open', () =>
    office.atDesk(async (desk) => {
      const before = await sealed(desk)
      const { job } = await desk.call('jobs.generate', { project: before.id, folder: desk.folder, twin: true })
      const view = await desk.finish(job, { own: await credential(office.authority) })
      expect(view).toMatchObject({ state: 'failed', error: { code: 'wrong-certificate' } })
      expect(view.mismatch?.needed.fingerprint).toBe(office.own.encryption.certificate.fingerprint)
      await unchanged(desk, before)
    }))

  it('does not sign what is no longer what the phone has shown', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      const [placement] = before.placements
      const { job } = await desk.call('jobs.seal', { project: before.id })
      const view = await desk.finish(job, {
        before: async () => {
          const position = { document: placement?.document ?? '', page: 2, left: 99, top: 99 }
          await desk.call('seals.move', { project: before.id, placement: placement?.id ?? '', position })
        },
      })
      expect(view).toMatchObject({ state: 'failed', error: { code: 'document-changed' } })
      await desk.call('projects.undo', { project: before.id })
      const after = await desk.call('projects.open', { project: before.id })
      expect(after.placements).toEqual(before.placements)
      expect(readdirSync(join(after.folder, 'pending'))).toEqual([])
    }))

  it('waits after a no, and leaves nothing when nobody asks again', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      const { job } = await desk.call('jobs.seal', { project: before.id })
      await desk.scan(job, { refuse: 'refused' })
      await eventually(async () => (await desk.call('jobs.read', { job })).pairing?.state).toBe('refused')
      await desk.call('jobs.cancel', { job })
      await unchanged(desk, before)
    }))

  it('signs after a no, once the code has been shown again', () =>
    office.atDesk(async (desk) => {
      const before = await placed(desk)
      writeFileSync(join(before.folder, 'pending', 'left.pending'), 'by a killed run')
      const { job } = await desk.call('jobs.seal', { project: before.id })
      await desk.scan(job, { refuse: 'refused' })
      await eventually(async () => (await desk.call('jobs.read', { job })).pairing?.state).toBe('refused')
      await desk.call('jobs.showAgain', { job })
      expect(await desk.finish(job)).toMatchObject({ state: 'done' })
      const after = await desk.call('projects.open', { project: before.id })
      expect(after.state).toBe('sealed')
      expect(readdirSync(join(after.folder, 'pending'))).toEqual([])
    }))

  it('leaves out seals whose time is over, and takes the others', () =>
    office.atDesk(async (desk) => {
      const { id: project } = await begun(desk)
      const { signing, seals } = office.own
      const over = await sealRecord(office.authority, signing.der, {
        ...{ id: 'contract-seal', kind: 'contract', name: '合同专用章' },
        ...{ validStart: new Date(Date.now() - 2 * HOUR), validEnd: new Date(Date.now() - HOUR) },
      })
      const { job } = await desk.call('jobs.identify', { project })
      const own = { ...office.own, seals: [over, ...seals] }
      expect(await desk.finish(job, { own })).toMatchObject({ state: 'done', error: null })
      const { bidderDetails } = await desk.call('projects.open', { project })
      expect(bidderDetails?.seals.map(({ id }) => id)).toEqual(['test-seal-1'])
    }))

  it('refuses without a bidder, and when there is nothing to seal', () =>
    office.atDesk(async (desk) => {
      const { id: project } = await begun(desk)
      const seal = await desk.call('jobs.seal', { project })
      expect(await desk.over(seal.job)).toMatchObject({ error: { code: 'project-no-bidder' } })
      const generate = await desk.call('jobs.generate', { project, folder: desk.folder, twin: false })
      expect(await desk.over(generate.job)).toMatchObject({ error: { code: 'project-no-bidder' } })
      const identify = await desk.call('jobs.identify', { project })
      await desk.finish(identify.job)
      const again = await desk.call('jobs.seal', { project })
      expect(await desk.over(again.job)).toMatchObject({ error: { code: 'project-nothing-to-seal' } })
    }))

  it('names both certificates when a colleague scans', () =>
    office.atDesk(async (desk) => {
      const view = await generated(desk)
      const colleague = await credential(office.authority)
      const { job } = await desk.call('jobs.open', { path: view.outputs?.ebid.path ?? '', folder: desk.folder })
      const phone = await desk.scan(job, { own: colleague })
      expect(await desk.over(job)).toMatchObject({
        state: 'failed',
        error: { code: 'wrong-certificate' },
        mismatch: {
          needed: { fingerprint: office.own.encryption.certificate.fingerprint },
          scanned: { fingerprint: colleague.encryption.certificate.fingerprint },
        },
      })
      expect(phone.requests).toEqual([])
    }))
})
