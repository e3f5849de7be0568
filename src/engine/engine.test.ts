/** The engine as a window sees it, with a relay, an authority and a phone that answers by itself. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testAuthority } from '#tests/support/authority'
import { credential } from '#tests/support/credential'
import { pdfsig } from '#tests/support/judges'
import {
  begun,
  eventually,
  generated,
  identified,
  openScriptedOffice,
  placed,
  type ScriptedOffice,
} from '#tests/support/scripted-desk'
import { toPem } from '#core/certificate/pem'
import { messageBytes } from '#core/pairing/wire'
import { POLICY } from '#core/pairing/policy'

const DAY = 24 * 3600 * 1000

let office: ScriptedOffice
beforeAll(async () => {
  office = await openScriptedOffice()
})
afterAll(() => office.close())

describe('a bid, from certificate to opening', () => {
  it('is identified, sealed, generated, rehearsed, opened and verified', () =>
    office.atDesk(async (desk) => {
      const { call, finish, folder } = desk
      const view = await generated(desk)
      expect(view).toMatchObject({ state: 'generated', unsealedPages: 0, bidder: '河南示范建设有限公司' })
      expect(view.placements.every(({ round }) => round === 1)).toBe(true)

      const document = view.parts[0]?.documents[0]
      const file = join(view.folder, 'documents', `${document?.sha256}.pdf`)
      const bytes = readFileSync(file)
      expect(bytes.subarray(0, office.pdf.length).equals(office.pdf)).toBe(true)
      expect(pdfsig(folder, file, toPem('CERTIFICATE', office.authority.root.der))).toContain('Total document signed')
      const report = await call('verify.file', { path: file })
      expect(report).toMatchObject({ kind: 'pdf', verdict: 'valid' })
      expect(report.signatures[0]).toMatchObject({ sealRecord: 'valid', revocation: 'good', pages: [1, 2, 3] })

      const { outputs } = view
      const ebid = outputs?.ebid.path ?? ''
      expect(ebid).toBe(join(folder, '智慧矿山建设项目-01-河南示范建设有限公司.ebid'))
      expect(createHash('sha256').update(readFileSync(ebid)).digest('hex')).toBe(outputs?.ebid.sha256)
      expect(await call('bidfile.inspect', { path: ebid })).toMatchObject({
        bidder: '河南示范建设有限公司',
        buildId: outputs?.buildId,
        seal: { state: 'valid', reason: null, signer: { person: '王敏' } },
        recipients: [{ fingerprint: office.own.encryption.certificate.fingerprint }],
      })
      expect(await call('verify.file', { path: outputs?.nbid?.path ?? '' })).toMatchObject({ verdict: 'valid' })

      const rehearsal = await call('jobs.rehearse', { path: ebid, project: view.id })
      expect(await finish(rehearsal.job)).toMatchObject({ state: 'done', target: null })
      expect((await call('projects.open', { project: view.id })).state).toBe('rehearsed')

      const opening = await call('jobs.open', { path: ebid, folder })
      const opened = await finish(opening.job)
      expect(opened).toMatchObject({ state: 'done', target: ebid.replace(/\.ebid$/, '') })
      const [first = ''] = readdirSync(opened.target ?? '').sort()
      expect(readFileSync(join(opened.target ?? '', '投标函', '01-投标函.pdf')).equals(bytes)).toBe(true)
      expect(first).not.toBe('')
      expect((await call('projects.open', { project: view.id })).state).toBe('opened')

      const again = await call('jobs.open', { path: outputs?.nbid?.path ?? '', folder })
      const unpacked = await desk.over(again.job)
      expect(unpacked).toMatchObject({ state: 'done', pairing: null, target: `${opened.target} (2)` })
    }))

  it('shows the phone what it signs, within what one request may carry', () =>
    office.atDesk(async (desk) => {
      const view = await placed(desk)
      const { job } = await desk.call('jobs.seal', { project: view.id })
      const phone = await desk.scan(job)
      expect(await desk.over(job)).toMatchObject({ state: 'done' })
      const [request] = phone.requests
      if (request?.kind !== 'sign') throw new Error('no request to sign')
      expect(messageBytes(request).length).toBeLessThan(POLICY.message.limit)
      const { documents } = request.body
      expect(documents.map(({ name }) => name)).toEqual(['投标函.pdf', '报价.pdf', '方案.pdf'])
      for (const { seals, previews, pages, size } of documents) {
        expect({ seals, pages }).toEqual({ seals: [{ kind: 'company', count: 3 }], pages: 3 })
        expect(previews.map(({ page }) => page)).toEqual([1, 2, 3])
        expect(size).toBeGreaterThan(office.pdf.length)
      }
    }))
})

describe('guards', () => {
  it('refuse to make a bid whose certificate ends before the opening', () =>
    office.atDesk(async (desk) => {
      const short = await credential(office.authority, { notAfter: new Date(Date.now() + 10 * DAY) })
      const { id: project } = await begun(desk)
      const identify = await desk.call('jobs.identify', { project })
      expect(await desk.finish(identify.job, { own: short })).toMatchObject({ state: 'done' })
      const guards = await desk.call('generate.guards', { project })
      expect(guards.find(({ id }) => id === 'certificate-dates')?.state).toBe('failed')
      const { job } = await desk.call('jobs.generate', { project, folder: desk.folder, twin: false })
      const view = await desk.over(job)
      expect(view).toMatchObject({ state: 'failed', error: { code: 'certificate-ends-before-opening' } })
    }))

  it('go by the kept revocation list while there is no network', () =>
    office.atNewDesk(async (desk) => {
      const { id: project } = await identified(desk)
      desk.ca.isDown = true
      const guards = await desk.call('generate.guards', { project })
      expect(guards.find(({ id }) => id === 'revocation')?.state).toBe('passed')
    }))
})

describe('a bid file that is looked at', () => {
  it('is unknown to whom its authority is unknown, and invalid once a byte has changed', () =>
    office.atDesk(async (desk) => {
      const view = await generated(desk)
      const path = view.outputs?.ebid.path ?? ''
      const stranger = await testAuthority()
      await office.atNewDesk(async ({ call, over, folder }) => {
        expect(await call('verify.file', { path })).toMatchObject({
          verdict: 'unknown',
          bid: { seal: { reason: { code: 'certificate-untrusted' } } },
        })
        const { job } = await call('jobs.open', { path, folder })
        expect(await over(job)).toMatchObject({
          state: 'failed',
          error: { code: 'certificate-untrusted' },
          pairing: null,
        })
      }, stranger.root.der)
      const bytes = readFileSync(path)
      const middle = Math.floor(bytes.length / 2)
      bytes[middle] = (bytes[middle] ?? 0) ^ 1
      writeFileSync(join(desk.folder, 'damaged.ebid'), bytes)
      const damaged = await desk.call('verify.file', { path: join(desk.folder, 'damaged.ebid') })
      expect(damaged).toMatchObject({ verdict: 'invalid', bid: { seal: { state: 'invalid', signer: null } } })
      expect(damaged.bid?.seal.reason?.code).toBe('bid-file-damaged')
    }))

  it('is neither a PDF nor a bid', () =>
    office.atDesk(async ({ call, folder }) => {
      const path = join(folder, 'x.txt')
      writeFileSync(path, 'EBIX')
      await expect(call('verify.file', { path })).rejects.toMatchObject({ code: 'not-a-pdf' })
      await expect(call('bidfile.inspect', { path })).rejects.toMatchObject({ code: 'not-a-bid-file' })
      await expect(call('verify.file', { path: join(folder, 'gone') })).rejects.toMatchObject({
        code: 'file-not-found',
      })
    }))
})

describe('calls', () => {
  it.each([
    ['no.such.method', {}],
    ['toString', {}],
    ['projects.open', { project: '../../etc' }],
    ['projects.open', { project: 'abcdefghijklmnop', more: 1 }],
    ['jobs.read', {}],
    ['settings.change', { server: 'file:///etc/passwd' }],
  ])('refuses %s %j', (method, input) =>
    office.atDesk(async ({ engine }) => {
      await expect(engine.call(method, input)).rejects.toMatchObject({ code: 'invalid-input' })
    }),
  )

  it('says who the server is and when that changes', () =>
    office.atNewDesk(async ({ call, engine, ca }) => {
      await eventually(async () => (await call('server.status', {})).state).toBe('connected')
      const told: unknown[] = []
      engine.onEvent((event, value) => event === 'server' && told.push(value))
      ca.isDown = true
      await call('settings.change', { server: 'http://localhost:9' })
      await eventually(() => told.at(-1)).toEqual({ address: 'http://localhost:9', state: 'unreachable' })
    }))

  it('writes a report without pictures', () =>
    office.atDesk(async ({ call, folder }) => {
      const path = join(folder, 'plain.pdf')
      writeFileSync(path, office.pdf)
      await call('verify.export', { path, target: join(folder, 'plain.verify.json') })
      const report = JSON.parse(readFileSync(join(folder, 'plain.verify.json'), 'utf8')) as object
      expect(report).toMatchObject({ format: 'bidseal-report/1', verdict: 'unsigned', name: 'plain.pdf' })
    }))
})
