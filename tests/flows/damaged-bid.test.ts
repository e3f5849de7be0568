/** Bid files that were cut, changed or put together: neither opened nor rehearsed, and nothing is left. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseHeader } from '#core/bidfile/header'
import { ownBytes } from '#core/bytes/bytes'
import { sha256, sha256Hex } from '#core/bytes/digest'
import { readPkcs12 } from '#core/certificate/pkcs12'
import { keySigner } from '#core/cms/signer'
import type { ErrorCode } from '#core/errors'
import type { ProjectView } from '#ipc/views'
import {
  addPdfs,
  generated,
  identifiedProject,
  openOffice,
  placeOnEach,
  reopened,
  sealed,
  type Office,
} from '../support/bidding.ts'
import { flipped, partsOf, sampled, withHeader, type BidParts } from '../support/bid-bytes.ts'
import { craftBid } from '../support/craft.ts'
import { textPdf } from '../support/pdf.ts'
import { PIN, untilState } from '../support/phone.ts'
import { writeScan } from '../support/scan.ts'
import { random } from '../support/authority.ts'
import { unchanged } from '../support/unchanged.ts'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const
const PASSWORD = 'demo'

let office: Office
let project: ProjectView
let bid: Buffer
/** Of the same documents for the same phone, made later. */
let other: Buffer
let twin: Buffer
let path: string

beforeAll(async () => {
  office = await openOffice()
  const { folder } = office.desk
  const documents = ['投标函.pdf', '扫描件.pdf'].map((name) => join(folder, name))
  writeFileSync(documents[0]!, await textPdf(2))
  await writeScan(documents[1]!, { pages: 2 })
  project = await sealed(
    office,
    await placeOnEach(office, await addPdfs(office, await identifiedProject(office), documents)),
  )
  const first = await generated(office, project, join(folder, 'out'))
  bid = readFileSync(first.ebid)
  twin = readFileSync(first.nbid)
  other = readFileSync((await generated(office, project, join(folder, 'out'))).ebid)
  project = await reopened(office, project)
  path = join(folder, 'changed.ebid')
  writeFileSync(path, bid)
})
afterAll(() => office.close())

/** The codes that opening and rehearsing a file fail with; nothing else may come of either. */
const refusals = async (bytes: Uint8Array): Promise<readonly (ErrorCode | undefined)[]> => {
  const { desk, phone } = office
  writeFileSync(path, bytes)
  const codes: (ErrorCode | undefined)[] = []
  await unchanged(office, project, async () => {
    const open = await desk.run('jobs.open', { path, folder: join(desk.folder, 'opened') }, phone)
    const rehearsal = await desk.run('jobs.rehearse', { path, project: project.id }, phone)
    for (const { state, error, target } of [open, rehearsal]) {
      expect({ state, target }).toEqual({ state: 'failed', target: null })
      codes.push(error?.code)
    }
  })
  return codes
}

/** Opening and rehearsing agree on one of these. */
const expectRefused = async (bytes: Uint8Array, allowed: readonly ErrorCode[]): Promise<void> => {
  const [open, rehearsal] = await refusals(bytes)
  expect(allowed).toContain(open)
  expect(rehearsal).toBe(open)
}

describe('one bit', () => {
  const HEADER: readonly ErrorCode[] = ['bid-file-damaged', 'bid-header-edited', 'bid-file-unsupported']
  const SIGNED: readonly ErrorCode[] = ['signature-invalid', 'bid-file-damaged', 'certificate-malformed']
  const samples: readonly (readonly [keyof BidParts, number, readonly ErrorCode[]])[] = [
    ['header', 10, HEADER],
    ['body', 10, ['bid-file-damaged']],
    ['seal', 6, SIGNED],
    ['cms', 6, [...SIGNED, 'certificate-untrusted']],
    ['trailer', 4, ['bid-file-damaged']],
  ]

  it.each(samples)('of the %s is noticed at %d places', async (part, count, allowed) => {
    for (const at of sampled(partsOf(bid)[part], count)) await expectRefused(flipped(bid, at), allowed)
  })

  it.each([
    ['mark', 0, 'not-a-bid-file'],
    ['version', 6, 'bid-file-unsupported'],
    ["header's length", 10, 'bid-file-damaged'],
  ] as const)('of the %s is noticed', (_what, at, code) => expectRefused(flipped(bid, at), [code]))

  it('of the twin is noticed, without a phone', async () => {
    const { body, seal } = partsOf(twin)
    for (const at of [...sampled(body, 4), ...sampled(seal, 2)])
      await expectRefused(flipped(twin, at), [...SIGNED, 'manifest-mismatch', 'entry-name-unsafe'])
  })
})

it.each([
  ['to nothing', () => 0, 'not-a-bid-file'],
  ['within the mark', () => 4, 'not-a-bid-file'],
  ['within the header', ({ header }: BidParts) => header[0] + 40, 'bid-file-damaged'],
  ['within the body', ({ body }: BidParts) => body[0] + 1000, 'bid-file-damaged'],
  ['within the seal', ({ seal }: BidParts) => seal[0] + 10, 'bid-file-damaged'],
  ['by its last byte', ({ trailer }: BidParts) => trailer[1] - 1, 'bid-file-damaged'],
] as const)('a file that is cut %s is refused', (_where, length, code) =>
  expectRefused(bid.subarray(0, length(partsOf(bid))), [code]),
)

it('a file with something behind its end is refused', () =>
  expectRefused(Buffer.concat([bid, Buffer.from('\n')]), ['bid-file-damaged']))

describe('a header', () => {
  it('that names another tender is refused as edited', () =>
    expectRefused(
      withHeader(bid, (text) => text.replace('智慧矿山建设项目', '别的项目')),
      ['bid-header-edited'],
    ))

  it('of another file in front of this body is refused as edited', () => {
    const foreign = other.subarray(...partsOf(other).header).toString('utf8')
    return expectRefused(
      withHeader(bid, () => foreign),
      ['bid-header-edited'],
    )
  })

  it('with the slot of another file is refused as edited', () => {
    const slotsOf = (text: string): string => /"slots":\[.*?\]/.exec(text)?.[0] ?? ''
    const foreign = slotsOf(other.subarray(...partsOf(other).header).toString('utf8'))
    expect(foreign).not.toBe('')
    return expectRefused(
      withHeader(bid, (text) => text.replace(slotsOf(text), foreign)),
      ['bid-header-edited'],
    )
  })
})

it('a slot moved into a file whose seal holds is refused by the phone', async () => {
  const { desk, phone } = office
  const own = await phone.agent.current()
  const { signP12 } = await phone.agent.exportSoftware(own?.id ?? '', PIN, PASSWORD)
  const { pkcs8, certificates } = await readPkcs12(signP12, PASSWORD)
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, ECDSA, false, ['sign'])
  const moved = parseHeader(ownBytes(bid.subarray(...partsOf(bid).header)))
  const content = random(1000)
  const header = { ...moved, build: '0123456789abcdef'.repeat(2) }
  const { tender, build, bidder } = header
  const digest = sha256Hex(await sha256(content))
  const entries = [{ name: '技术标/01.pdf', title: '方案', role: 'technical', size: content.length, sha256: digest }]
  const signer = sha256Hex(await sha256(certificates[0]!))
  const salt = Buffer.from(random(32)).toString('hex')
  const { ebid } = await craftBid({
    header,
    fileKey: random(32),
    salt: random(24),
    manifest: { format: 'bidseal-manifest/1', build, tender, bidder, signer, salt, entries },
    contents: [content],
    signer: keySigner(key, certificates),
  })
  writeFileSync(path, ebid)
  await unchanged(office, project, async () => {
    const job = await desk.start('jobs.open', { path, folder: join(desk.folder, 'opened') })
    const confirmation = await desk.scan(job, phone)
    await untilState(confirmation, 'asked')
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'slot-not-bound' })
    expect(await desk.over(job)).toMatchObject({ state: 'failed', error: { code: 'unwrap-failed' }, target: null })
    expect(confirmation.view()).toMatchObject({ state: 'failed', error: { code: 'slot-not-bound' } })
  })
})
