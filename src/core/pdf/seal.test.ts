import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { beforeAll, describe, expect, it } from 'vitest'
import { mutoolSign, opensslCades, pdfsig, qpdfCheck } from '#tests/support/judges'
import { chromiumPrint, inFolder, textPdf, throughQpdf } from '#tests/support/pdf'
import { sealPicture } from '#tests/support/seal-picture'
import { testSigner, type TestSigner } from '#tests/support/pki'
import { concat, ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { assembleSignedData } from '../cms/signed-data.ts'
import { openPdf } from './document.ts'
import { prepareSeal, type SealPlacement } from './seal.ts'
import { spellContents } from './signature.ts'
import { bytesSource } from './source.ts'
import { checkSignatures } from './verify.ts'

const image = sealPicture()
const record = utf8('a seal record')
const time = new Date('2026-07-01T08:00:00Z')

interface Sealed {
  readonly file: Bytes
  readonly cms: Bytes
  readonly covered: Bytes
}

const sealAndSign = async (
  original: Bytes,
  signer: TestSigner,
  placements: readonly SealPlacement[],
): Promise<Sealed> => {
  const seals = [{ image, width: 42, height: 42, record, placements }]
  const prepared = await prepareSeal(bytesSource(original), { seals, signer: '河南示范建设有限公司', time })
  const file = concat(original, prepared.increment)
  const [, before, after] = prepared.byteRange
  const covered = concat(file.subarray(0, before), file.subarray(after))
  const [answer] = await signer.sign([await sha256(covered)])
  const cms = assembleSignedData({ ...answer!, certificates: signer.chain })
  file.set(spellContents(cms), prepared.contentsOffset)
  return { file, cms, covered }
}

const judge = (sealed: Sealed, signer: TestSigner, signatures = 1): Promise<void> =>
  inFolder((folder) => {
    const path = join(folder, 'sealed.pdf')
    writeFileSync(path, sealed.file)
    const words = pdfsig(folder, path, signer.rootPem)
    expect(words.match(/Signature is Valid\./g)).toHaveLength(signatures)
    expect(words.match(/Certificate is Trusted\./g)).toHaveLength(signatures)
    expect(words.match(/Total document signed/g)).toHaveLength(1)
    expect(qpdfCheck(path)).toMatchObject({ status: 0 })
    expect(mutoolSign(path).match(/Verifying signature/g)).toHaveLength(signatures)
    expect(mutoolSign(path).match(/document is unchanged|signature is valid but/g)).toHaveLength(signatures)
    opensslCades(folder, sealed.cms, sealed.covered, signer.rootPem)
  })

const at = (page: number): SealPlacement => ({ page, left: 100, top: 150 })

describe('prepareSeal', () => {
  let signer: TestSigner
  let classic: Bytes
  beforeAll(async () => {
    signer = await testSigner()
    classic = await textPdf(5, { classic: true })
  })

  const inputs: readonly (readonly [string, () => Promise<Bytes>])[] = [
    ['a table', () => Promise.resolve(classic)],
    ['a cross-reference stream and object streams', () => textPdf(5)],
    ['rotated pages', () => textPdf(3, { rotate: 90 })],
    ['object streams by qpdf', () => throughQpdf(classic, '--object-streams=generate')],
    ['a linearized file', () => throughQpdf(classic, '--linearize')],
    ['a linearized file with object streams', () => throughQpdf(classic, '--linearize', '--object-streams=generate')],
    ['a Chromium print with Chinese fonts', () => chromiumPrint('<h1>投标函</h1><p style="break-before:page">第二页')],
    ['QDF', () => throughQpdf(classic, '--qdf')],
  ]

  it.each(inputs)('seals %s so that four judges agree', { timeout: 60_000 }, async (_, make) => {
    const original = await make()
    const sealed = await sealAndSign(original, signer, [at(2)])
    expect(sealed.file.subarray(0, original.length)).toEqual(original)
    const [before, after] = [await openPdf(bytesSource(original)), await openPdf(bytesSource(sealed.file))]
    expect(after.xref.kind).toBe(before.xref.kind)
    await judge(sealed, signer)
  })

  it('covers several seals with one signature, and a later round leaves it valid', async () => {
    const first = await sealAndSign(classic, signer, [at(1), at(2), { page: 2, left: 10, top: 10 }])
    await judge(first, signer)
    await judge(await sealAndSign(first.file, signer, [at(2), at(5)]), signer, 2)
  })

  it('writes a page again with all digits of its numbers, so that a later round changes nothing else', async () => {
    const pdf = await PDFDocument.create()
    pdf.addPage([595.303937007874, 841.889763779528])
    pdf.addPage([595.303937007874, 841.889763779528])
    const first = await sealAndSign(ownBytes(await pdf.save({ useObjectStreams: false })), signer, [at(1)])
    const { file } = await sealAndSign(first.file, signer, [at(2)])
    const hash = (stretches: readonly { readonly offset: number; readonly length: number }[]): Promise<Bytes> =>
      sha256(concat(...stretches.map(({ offset, length }) => file.subarray(offset, offset + length))))
    const found = await checkSignatures(bytesSource(file), hash)
    expect(found.map(({ integrity, changedAfter }) => ({ integrity, changedAfter }))).toEqual([
      { integrity: true, changedAfter: false },
      { integrity: true, changedAfter: false },
    ])
  })

  it('refuses what it must not seal', async () => {
    const certain = async (work: Promise<unknown>, code: string): Promise<void> => {
      await expect(work).rejects.toMatchObject({ code })
    }
    const encrypted = await throughQpdf(classic, '--encrypt', 'a', 'b', '256', '--')
    await certain(sealAndSign(encrypted, signer, [at(1)]), 'pdf-encrypted')
    await certain(sealAndSign(utf8('PK a zip'), signer, [at(1)]), 'not-a-pdf')
    await certain(sealAndSign(classic.slice(0, classic.length - 300), signer, [at(1)]), 'pdf-damaged')
    await certain(sealAndSign(classic, signer, [at(6)]), 'page-not-found')
    await certain(sealAndSign(classic, signer, [{ page: 1, left: 169, top: 10 }]), 'seal-outside-page')
    await certain(sealAndSign(classic, signer, [{ page: 1, left: -1, top: 10 }]), 'seal-outside-page')
    await certain(sealAndSign(classic, signer, []), 'invalid-input')
  })

  it('keeps what pdf-lib reads', async () => {
    const sealed = await sealAndSign(classic, signer, [at(3)])
    expect((await PDFDocument.load(sealed.file)).getPageCount()).toBe(5)
  })
})
