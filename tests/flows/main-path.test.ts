/** From enrolment to the opened bid with real parts only, judged by programs that are not ours. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SoftwareKeys } from '#agent/agent'
import type { JobView, ProjectView } from '#ipc/views'
import {
  addPdfs,
  generated,
  identifiedProject,
  openOffice,
  placeSeal,
  reopened,
  sealed,
  type Office,
} from '../support/bidding.ts'
import { writeBidDocuments } from '../support/bid-documents.ts'
import { fetchCaFiles, type CaFiles } from '../support/ca-files.ts'
import { contentOf, documentsOf, fileOf } from '../support/desk.ts'
import { mutoolSign, opensslCades, pdfsig, qpdfCheck } from '../support/judges.ts'
import { PIN } from '../support/phone.ts'
import { cmsOf, signedRanges } from '../support/signature.ts'

const PASSWORD = 'demo'
const IN_THE_CROP = { left: 30, top: 40 } as const

let office: Office
let paths: readonly string[]
let project: ProjectView
let bid: { readonly ebid: string; readonly nbid: string }
let rehearsal: JobView
let opening: JobView
let twin: JobView
let ca: CaFiles
let software: SoftwareKeys

beforeAll(async () => {
  office = await openOffice()
  const { desk, phone, server } = office
  paths = await writeBidDocuments(desk.folder)
  project = await addPdfs(office, await identifiedProject(office), [...paths])
  for (const { id, pages } of documentsOf(project))
    for (const page of pages.keys()) await placeSeal(office, project, id, page + 1, IN_THE_CROP)
  project = await sealed(office, project)
  bid = await generated(office, project, join(desk.folder, 'out'))
  rehearsal = await desk.run('jobs.rehearse', { path: bid.ebid, project: project.id }, phone)
  const folder = join(desk.folder, 'opened')
  opening = await desk.run('jobs.open', { path: bid.ebid, folder }, phone)
  twin = await desk.run('jobs.open', { path: bid.nbid, folder }, phone)
  ca = await fetchCaFiles(server.address, desk.folder)
  const own = await phone.agent.current()
  software = await phone.agent.exportSoftware(own?.id ?? '', PIN, PASSWORD)
})
afterAll(() => office.close())

const files = (): readonly { readonly before: string; readonly after: string }[] =>
  documentsOf(project).map((document, index) => ({ before: paths[index] ?? '', after: fileOf(project, document) }))

const scratch = (): string => mkdtempSync(join(office.desk.folder, 'judge-'))

/** Key and leaf certificate of a PKCS #12 file, by openssl. */
const unpacked = (file: Uint8Array): { readonly key: string; readonly pem: string; readonly der: Buffer } => {
  const folder = scratch()
  const at = (name: string): string => join(folder, name)
  writeFileSync(at('keys.p12'), file)
  const read = ['pkcs12', '-in', at('keys.p12'), '-passin', `pass:${PASSWORD}`]
  execFileSync('openssl', [...read, '-nocerts', '-nodes', '-out', at('key.pem')], { stdio: 'pipe' })
  execFileSync('openssl', [...read, '-clcerts', '-nokeys', '-out', at('leaf.pem')], { stdio: 'pipe' })
  const der = execFileSync('openssl', ['x509', '-in', at('leaf.pem'), '-outform', 'DER'])
  return { key: at('key.pem'), pem: at('leaf.pem'), der }
}

/** The header as anybody reads it: magic, version, length, JSON. */
const headerOf = (path: string) => {
  const bytes = readFileSync(path)
  return JSON.parse(bytes.subarray(12, 12 + bytes.readUInt32BE(8)).toString('utf8')) as {
    slots: { envelope: string }[]
  }
}

describe('the path of a bid', () => {
  it('reaches its end', async () => {
    expect([rehearsal, opening, twin].map(({ state, error }) => ({ state, error }))).toEqual(
      Array.from({ length: 3 }, () => ({ state: 'done', error: null })),
    )
    expect(await reopened(office, project)).toMatchObject({
      state: 'opened',
      unsealedPages: 0,
      bidder: '河南示范建设有限公司',
      outputs: { files: paths.length, rehearsedAt: expect.any(String) as string },
    })
    expect(twin.pairing).toBeNull()
  })

  it('appends to the originals and changes none of their bytes', () => {
    for (const { before, after } of files()) {
      const length = String(readFileSync(before).length)
      execFileSync('cmp', ['-n', length, before, after])
      expect(readFileSync(after).length).toBeGreaterThan(Number(length))
    }
  })

  it('leaves PDFs that pdfsig, qpdf, mutool and openssl accept', () => {
    for (const { after } of files()) {
      const folder = scratch()
      const words = pdfsig(folder, after, ca.rootPem)
      expect(words).toContain('Signature is Valid.')
      expect(words).toContain('Certificate is Trusted.')
      expect(words).toContain('Total document signed')
      expect(qpdfCheck(after).words).toContain('No syntax or stream encoding errors found')
      expect(mutoolSign(after)).toContain('The document is unchanged since signing')
      const bytes = readFileSync(after)
      opensslCades(folder, cmsOf(bytes), signedRanges(bytes), ca.rootPem)
    }
  })

  it('rests on certificates that openssl trusts, strictly and with both revocation lists', () => {
    for (const [name, file] of [
      ['sign', software.signP12],
      ['encrypt', software.encryptP12],
    ] as const)
      ca.verify(name, unpacked(file).der)
  })

  it('makes a slot that openssl opens, with the file key and what it is bound to', () => {
    const folder = scratch()
    const header = headerOf(bid.ebid)
    const { key, pem } = unpacked(software.encryptP12)
    writeFileSync(join(folder, 'slot.der'), Buffer.from(header.slots[0]?.envelope ?? '', 'base64url'))
    const args = ['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', join(folder, 'slot.der')]
    const secret = execFileSync('openssl', [...args, '-recip', pem, '-inkey', key], { stdio: 'pipe' })
    const { slots, ...facts } = header
    expect(slots).toHaveLength(1)
    expect(secret).toHaveLength(64)
    expect(secret.subarray(32)).toEqual(createHash('sha256').update(JSON.stringify(facts)).digest())
  })

  it('gives the sealed documents back, from the bid file as from its twin', () => {
    const digests = files().map(({ after }) => createHash('sha256').update(readFileSync(after)).digest('hex'))
    const opened = contentOf(opening.target ?? '')
    expect(new Set(Object.values(opened))).toEqual(new Set(digests))
    expect(Object.keys(opened).map((path) => basename(path).replace(/^\d+-/, ''))).toEqual(
      paths.map((path) => basename(path)),
    )
    expect(contentOf(twin.target ?? '')).toEqual(opened)
  })

  it('is valid in the eyes of the verifier, every page named', async () => {
    for (const { after } of files()) {
      const report = await office.desk.call('verify.file', { path: after })
      expect(report).toMatchObject({ verdict: 'valid', signatures: [{ sealRecord: 'valid', revocation: 'good' }] })
    }
    for (const path of [bid.ebid, bid.nbid])
      expect(await office.desk.call('verify.file', { path })).toMatchObject({ verdict: 'valid' })
  })
})
