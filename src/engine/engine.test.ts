/** The engine as a window sees it, with a relay, an authority and a phone that answers by itself. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testAuthority, type TestAuthority } from '#tests/support/authority'
import { caFetch, type CaFetch } from '#tests/support/ca-fetch'
import { credential, scriptedPhone, type Credential, type PhoneOptions } from '#tests/support/credential'
import { pdfsig } from '#tests/support/judges'
import { inFolder, textPdf } from '#tests/support/pdf'
import { GENEROUS, startRelay, type RelayHost } from '#tests/support/relay'
import { messageBytes } from '#core/pairing/wire'
import { POLICY } from '#core/pairing/policy'
import type { InputOf, MethodName, OutputOf } from '#ipc/contract'
import type { JobView, ProjectView } from '#ipc/views'
import { createEngine, type Engine } from './engine.ts'

/** Machines that run tests may be busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 })

const OTHER = { company: '北京样例科技有限公司', creditCode: '91110108MA0TE5T240', person: '刘测' }
const DAY = 24 * 3600 * 1000

let authority: TestAuthority
let own: Credential
let host: RelayHost
let pdf: Uint8Array

beforeAll(async () => {
  authority = await testAuthority()
  own = await credential(authority)
  host = await startRelay({ limits: GENEROUS })
  pdf = await textPdf(3)
})
afterAll(() => host.close())

interface World {
  readonly engine: Engine
  readonly folder: string
  readonly ca: CaFetch
  call<Name extends MethodName>(method: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** Lets a phone scan the code of a job and waits until the job is over. */
  finish(job: string, phone?: Partial<PhoneOptions>): Promise<JobView>
  over(job: string): Promise<JobView>
  scan(job: string, phone?: Partial<PhoneOptions>): Promise<ReturnType<typeof scriptedPhone>>
}

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`

const withEngine = (work: (world: World) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const root = join(folder, 'root.pem')
    writeFileSync(root, pem(authority.root.der))
    const ca = await caFetch(authority)
    const engine = await createEngine({
      dataFolder: join(folder, 'data'),
      server: host.server,
      roots: [root],
      version: '0.1.0',
      fetch: ca.fetch,
    })
    const phones: { close(): void }[] = []
    const call: World['call'] = async (method, input) => (await engine.call(method, input)) as OutputOf<typeof method>
    const until = async (job: string, isReached: (view: JobView) => boolean): Promise<JobView> => {
      for (;;) {
        const view = await call('jobs.read', { job })
        if (isReached(view) || view.state !== 'running') return view
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    const scan: World['scan'] = async (job, options = {}) => {
      const { pairing, error } = await until(job, (view) => Boolean(view.pairing?.qr))
      if (!pairing?.qr) throw new Error(`no code: ${error?.code} ${JSON.stringify(error?.details)}`)
      const phone = scriptedPhone({ server: host.server, qr: pairing.qr, own, ...options })
      phones.push(phone)
      return phone
    }
    const over = (job: string): Promise<JobView> => until(job, () => false)
    const finish: World['finish'] = async (job, options) => {
      await scan(job, options)
      return over(job)
    }
    try {
      await work({ engine, folder, ca, call, finish, over, scan })
    } finally {
      await engine.close()
      for (const phone of phones) phone.close()
    }
  })

const tender = {
  tenderName: '智慧矿山建设项目',
  tenderId: 'T-2026-1',
  lot: '01',
  tenderee: '示范集团',
  openingTime: new Date(Date.now() + 30 * DAY).toISOString(),
}

/** A project with two documents. */
const begin = async ({ call, folder }: World): Promise<ProjectView> => {
  const { id: project, parts } = await call('projects.create', tender)
  for (const [index, name] of ['投标函.pdf', '报价.pdf', '方案.pdf'].entries()) {
    writeFileSync(join(folder, name), Buffer.concat([pdf, Buffer.from(`\n%${name}\n`)]))
    await call('parts.add', { project, part: parts[index]?.id ?? '', paths: [join(folder, name)] })
  }
  return call('projects.open', { project })
}

const identified = async (world: World): Promise<ProjectView> => {
  const { id: project } = await begin(world)
  const { job } = await world.call('jobs.identify', { project })
  expect(await world.finish(job)).toMatchObject({ state: 'done', error: null })
  return world.call('projects.open', { project })
}

/** Seals on every page of every document. */
const placed = async (world: World): Promise<ProjectView> => {
  let view = await identified(world)
  const seal = view.bidderDetails?.seals[0]?.id ?? ''
  for (const document of view.parts.flatMap(({ documents }) => documents))
    for (const page of document.pages.keys())
      view = await world.call('seals.place', {
        project: view.id,
        seal,
        position: { document: document.id, page: page + 1, left: 20, top: 30 },
      })
  return view
}

const sealed = async (world: World): Promise<ProjectView> => {
  const { id: project } = await placed(world)
  const { job } = await world.call('jobs.seal', { project })
  expect(await world.finish(job)).toMatchObject({ state: 'done', error: null })
  return world.call('projects.open', { project })
}

const generated = async (world: World): Promise<ProjectView> => {
  const { id: project } = await sealed(world)
  const { job } = await world.call('jobs.generate', { project, folder: world.folder, twin: true })
  expect(await world.finish(job)).toMatchObject({ state: 'done', error: null })
  return world.call('projects.open', { project })
}

const documentFiles = ({ folder }: ProjectView): string[] => readdirSync(join(folder, 'documents')).sort()

describe('a bid, from certificate to opening', () => {
  it('is identified, sealed, generated, rehearsed, opened and verified', () =>
    withEngine(async (world) => {
      const { call, finish, folder } = world
      const view = await generated(world)
      expect(view).toMatchObject({ state: 'generated', unsealedPages: 0, bidder: '河南示范建设有限公司' })
      expect(view.placements.every(({ round }) => round === 1)).toBe(true)

      const document = view.parts[0]?.documents[0]
      const file = join(view.folder, 'documents', `${document?.sha256}.pdf`)
      const bytes = readFileSync(file)
      expect(bytes.subarray(0, pdf.length).equals(pdf)).toBe(true)
      expect(pdfsig(folder, file, pem(authority.root.der))).toContain('Total document signed')
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
        recipients: [{ fingerprint: own.encryption.certificate.fingerprint }],
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
      const unpacked = await world.over(again.job)
      expect(unpacked).toMatchObject({ state: 'done', pairing: null, target: `${opened.target} (2)` })
    }))

  it('shows the phone what it signs, within what one request may carry', () =>
    withEngine(async (world) => {
      const view = await placed(world)
      const { job } = await world.call('jobs.seal', { project: view.id })
      const phone = await world.scan(job)
      expect(await world.over(job)).toMatchObject({ state: 'done' })
      const [request] = phone.requests
      if (request?.kind !== 'sign') throw new Error('no request to sign')
      expect(messageBytes(request).length).toBeLessThan(POLICY.message.limit)
      const { documents } = request.body
      expect(documents.map(({ name }) => name)).toEqual(['投标函.pdf', '报价.pdf', '方案.pdf'])
      for (const { seals, previews, pages, size } of documents) {
        expect({ seals, pages }).toEqual({ seals: [{ kind: 'company', count: 3 }], pages: 3 })
        expect(previews.map(({ page }) => page)).toEqual([1, 2, 3])
        expect(size).toBeGreaterThan(pdf.length)
      }
    }))
})

describe('a job that comes to nothing', () => {
  const unchanged = async (world: World, before: ProjectView): Promise<void> => {
    const after = await world.call('projects.open', { project: before.id })
    expect(after).toEqual(before)
    expect(documentFiles(after)).toEqual(documentFiles(before))
    expect(readdirSync(join(after.folder, 'pending'))).toEqual([])
    expect(readdirSync(world.folder).filter((name) => /\.(ebid|nbid|tmp)$/.test(name))).toEqual([])
  }

  it.each([
    ['jobs.seal', 'the code is shown'],
    ['jobs.seal', 'the phone is asked'],
    ['jobs.generate', 'the phone is asked'],
  ] as const)('leaves nothing when %s is cancelled while %s', (method, when) =>
    withEngine(async (world) => {
      const before = method === 'jobs.seal' ? await placed(world) : await sealed(world)
      const input = { project: before.id, ...(method === 'jobs.seal' ? {} : { folder: world.folder, twin: true }) }
      const { job } = (await world.engine.call(method, input)) as { job: string }
      if (when === 'the phone is asked') {
        const phone = await world.scan(job, { before: () => new Promise(() => undefined) })
        await eventually(() => phone.machine.state).toBe('asked')
      } else await eventually(async () => (await world.call('jobs.read', { job })).pairing?.qr).toBeTruthy()
      await world.call('jobs.cancel', { job })
      expect(await world.call('jobs.read', { job })).toMatchObject({ state: 'cancelled', error: null })
      await unchanged(world, before)
    }),
  )

  it('leaves nothing when the phone signs something else', () =>
    withEngine(async (world) => {
      const before = await placed(world)
      const { job } = await world.call('jobs.seal', { project: before.id })
      const view = await world.finish(job, {
        tamper: (answer) =>
          'signatures' in answer ? { ...answer, signatures: [...answer.signatures].reverse() } : answer,
      })
      expect(view).toMatchObject({ state: 'failed', error: { code: 'signature-invalid' } })
      await unchanged(world, before)
    }))

  it('leaves nothing when one document was changed on the disk', () =>
    withEngine(async (world) => {
      const before = await placed(world)
      const document = before.parts[1]?.documents[0]
      const file = join(before.folder, 'documents', `${document?.sha256}.pdf`)
      const bytes = readFileSync(file)
      bytes[bytes.length - 3] = 0x41
      writeFileSync(file, bytes)
      const { job } = await world.call('jobs.seal', { project: before.id })
      expect(await world.over(job)).toMatchObject({ state: 'failed', error: { code: 'document-changed' } })
      await unchanged(world, before)
    }))

  it('does not take another company for the bidder', () =>
    withEngine(async (world) => {
      const before = await placed(world)
      const other = await credential(authority, { subject: OTHER })
      for (const method of ['jobs.identify', 'jobs.seal'] as const) {
        const { job } = await world.call(method, { project: before.id })
        const view = await world.finish(job, { own: other })
        expect(view).toMatchObject({ state: 'failed', error: { code: 'wrong-company' } })
      }
      await unchanged(world, before)
    }))

  it('does not let a colleague use a seal that was not made for them', () =>
    withEngine(async (world) => {
      const before = await placed(world)
      const colleague = await credential(authority)
      const { job } = await world.call('jobs.seal', { project: before.id })
      const phone = await world.scan(job, { own: colleague })
      expect(await world.over(job)).toMatchObject({ state: 'failed', error: { code: 'seal-not-yours' } })
      expect(phone.requests).toEqual([])
      await unchanged(world, before)
    }))

  it('does not make a bid that another phone would sign and open', () =>
    withEngine(async (world) => {
      const before = await sealed(world)
      const { job } = await world.call('jobs.generate', { project: before.id, folder: world.folder, twin: true })
      const view = await world.finish(job, { own: await credential(authority) })
      expect(view).toMatchObject({ state: 'failed', error: { code: 'wrong-certificate' } })
      expect(view.mismatch?.needed.fingerprint).toBe(own.encryption.certificate.fingerprint)
      await unchanged(world, before)
    }))

  it('does not sign what is no longer what the phone has shown', () =>
    withEngine(async (world) => {
      const before = await placed(world)
      const [placement] = before.placements
      const { job } = await world.call('jobs.seal', { project: before.id })
      const view = await world.finish(job, {
        before: async () => {
          const position = { document: placement?.document ?? '', page: 2, left: 99, top: 99 }
          await world.call('seals.move', { project: before.id, placement: placement?.id ?? '', position })
        },
      })
      expect(view).toMatchObject({ state: 'failed', error: { code: 'document-changed' } })
      await world.call('projects.undo', { project: before.id })
      const after = await world.call('projects.open', { project: before.id })
      expect(after.placements).toEqual(before.placements)
      expect(readdirSync(join(after.folder, 'pending'))).toEqual([])
    }))

  it('waits after a no, and leaves nothing when nobody asks again', () =>
    withEngine(async (world) => {
      const before = await placed(world)
      const { job } = await world.call('jobs.seal', { project: before.id })
      await world.scan(job, { refuse: 'refused' })
      await eventually(async () => (await world.call('jobs.read', { job })).pairing?.state).toBe('refused')
      await world.call('jobs.cancel', { job })
      await unchanged(world, before)
    }))

  it('signs after a no, once the code has been shown again', () =>
    withEngine(async (world) => {
      const before = await placed(world)
      writeFileSync(join(before.folder, 'pending', 'left.pending'), 'by a killed run')
      const { job } = await world.call('jobs.seal', { project: before.id })
      await world.scan(job, { refuse: 'refused' })
      await eventually(async () => (await world.call('jobs.read', { job })).pairing?.state).toBe('refused')
      await world.call('jobs.showAgain', { job })
      expect(await world.finish(job)).toMatchObject({ state: 'done' })
      const after = await world.call('projects.open', { project: before.id })
      expect(after.state).toBe('sealed')
      expect(readdirSync(join(after.folder, 'pending'))).toEqual([])
    }))

  it('refuses without a bidder, and when there is nothing to seal', () =>
    withEngine(async (world) => {
      const { id: project } = await begin(world)
      const seal = await world.call('jobs.seal', { project })
      expect(await world.over(seal.job)).toMatchObject({ error: { code: 'project-no-bidder' } })
      const generate = await world.call('jobs.generate', { project, folder: world.folder, twin: false })
      expect(await world.over(generate.job)).toMatchObject({ error: { code: 'project-no-bidder' } })
      const identify = await world.call('jobs.identify', { project })
      await world.finish(identify.job)
      const again = await world.call('jobs.seal', { project })
      expect(await world.over(again.job)).toMatchObject({ error: { code: 'project-nothing-to-seal' } })
    }))

  it('names both certificates when a colleague scans', () =>
    withEngine(async (world) => {
      const view = await generated(world)
      const colleague = await credential(authority)
      const { job } = await world.call('jobs.open', { path: view.outputs?.ebid.path ?? '', folder: world.folder })
      const phone = await world.scan(job, { own: colleague })
      expect(await world.over(job)).toMatchObject({
        state: 'failed',
        error: { code: 'wrong-certificate' },
        mismatch: {
          needed: { fingerprint: own.encryption.certificate.fingerprint },
          scanned: { fingerprint: colleague.encryption.certificate.fingerprint },
        },
      })
      expect(phone.requests).toEqual([])
    }))
})

describe('guards', () => {
  it('refuse to make a bid whose certificate ends before the opening', () =>
    withEngine(async (world) => {
      const short = await credential(authority, { notAfter: new Date(Date.now() + 10 * DAY) })
      const { id: project } = await begin(world)
      const identify = await world.call('jobs.identify', { project })
      expect(await world.finish(identify.job, { own: short })).toMatchObject({ state: 'done' })
      const guards = await world.call('generate.guards', { project })
      expect(guards.find(({ id }) => id === 'certificate-dates')?.state).toBe('failed')
      const { job } = await world.call('jobs.generate', { project, folder: world.folder, twin: false })
      const view = await world.over(job)
      expect(view).toMatchObject({ state: 'failed', error: { code: 'certificate-ends-before-opening' } })
    }))

  it('go by the kept revocation list while there is no network', () =>
    withEngine(async (world) => {
      const { id: project } = await identified(world)
      world.ca.isDown = true
      const guards = await world.call('generate.guards', { project })
      expect(guards.find(({ id }) => id === 'revocation')?.state).toBe('passed')
    }))
})

describe('a bid file that is looked at', () => {
  it('is unknown to whom its authority is unknown, and invalid once a byte has changed', () =>
    withEngine(async (world) => {
      const view = await generated(world)
      const path = view.outputs?.ebid.path ?? ''
      await withEngine(async (other) => {
        const stranger = await testAuthority()
        writeFileSync(join(other.folder, 'other.pem'), pem(stranger.root.der))
        const engine = await createEngine({
          dataFolder: join(other.folder, 'data-2'),
          server: host.server,
          roots: [join(other.folder, 'other.pem')],
          version: '0.1.0',
          fetch: other.ca.fetch,
        })
        const report = (await engine.call('verify.file', { path })) as OutputOf<'verify.file'>
        expect(report).toMatchObject({
          verdict: 'unknown',
          bid: { seal: { reason: { code: 'certificate-untrusted' } } },
        })
        const { job } = (await engine.call('jobs.open', { path, folder: other.folder })) as { job: string }
        await eventually(async () => engine.call('jobs.read', { job })).toMatchObject({
          state: 'failed',
          error: { code: 'certificate-untrusted' },
          pairing: null,
        })
        await engine.close()
      })
      const bytes = readFileSync(path)
      const middle = Math.floor(bytes.length / 2)
      bytes[middle] = (bytes[middle] ?? 0) ^ 1
      writeFileSync(join(world.folder, 'damaged.ebid'), bytes)
      const damaged = await world.call('verify.file', { path: join(world.folder, 'damaged.ebid') })
      expect(damaged).toMatchObject({ verdict: 'invalid', bid: { seal: { state: 'invalid', signer: null } } })
      expect(damaged.bid?.seal.reason?.code).toBe('bid-file-damaged')
    }))

  it('is neither a PDF nor a bid', () =>
    withEngine(async ({ call, folder }) => {
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
    withEngine(async ({ engine }) => {
      await expect(engine.call(method, input)).rejects.toMatchObject({ code: 'invalid-input' })
    }),
  )

  it('says who the server is and when that changes', () =>
    withEngine(async ({ call, engine, ca }) => {
      await eventually(async () => (await call('server.status', {})).state).toBe('connected')
      const told: unknown[] = []
      engine.onEvent((event, value) => event === 'server' && told.push(value))
      ca.isDown = true
      await call('settings.change', { server: 'http://localhost:9' })
      await eventually(() => told.at(-1)).toEqual({ address: 'http://localhost:9', state: 'unreachable' })
    }))

  it('writes a report without pictures', () =>
    withEngine(async ({ call, folder }) => {
      const path = join(folder, 'plain.pdf')
      writeFileSync(path, pdf)
      await call('verify.export', { path, target: join(folder, 'plain.verify.json') })
      const report = JSON.parse(readFileSync(join(folder, 'plain.verify.json'), 'utf8')) as object
      expect(report).toMatchObject({ format: 'bidseal-report/1', verdict: 'unsigned', name: 'plain.pdf' })
    }))
})
