import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { beforeAll, describe, expect, it } from 'vitest'
import { pdfsig } from '#tests/support/judges'
import { inFolder, textPdf } from '#tests/support/pdf'
import { sealPicture } from '#tests/support/seal-picture'
import { testSigner, type TestSigner } from '#tests/support/pki'
import { concat, equalBytes, ownBytes, utf8, type Bytes } from '#core/bytes/bytes'
import { fileSha256 } from './file.ts'
import { inspectPdf } from './inspect.ts'
import { prepareFile, resumeFile, sealFile, undoRound, type PendingSeal } from './seal-pdf.ts'
import { verifyPdf, type Trust } from './verify-pdf.ts'

const record = utf8('a seal record')
const time = new Date('2026-07-01T08:00:00Z')
const seals = [{ image: sealPicture(), width: 42, height: 42, record, placements: [{ page: 2, left: 20, top: 30 }] }]
const request = { seals, signer: '河南示范建设有限公司', time }

let signer: TestSigner
let original: Bytes

const trust: Trust = {
  now: time,
  judgeChain: (certificates) => {
    const isOurs = certificates.some((certificate) => equalBytes(certificate, signer.root))
    return Promise.resolve({ chain: isOurs ? 'valid' : 'invalid', revocation: 'good', revokedAt: null, reason: null })
  },
  judgeTimestamp: () => Promise.reject(new Error('no timestamps here')),
  judgeRecord: (der) => Promise.resolve(equalBytes(der, record)),
}

beforeAll(async () => {
  signer = await testSigner()
  original = await textPdf(3, { classic: true })
})

/** A folder with the original as `in.pdf`. */
const withInput = (work: (path: (name: string) => string, folder: string) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'in.pdf'), original)
    await work((name) => join(folder, name), folder)
  })

const answerTo = async (digest: Bytes) => {
  const [answer] = await signer.sign([digest])
  if (answer === undefined) throw new Error('no answer')
  return answer
}

describe('sealFile', () => {
  it('keeps the original as prefix and says what it wrote', () =>
    withInput(async (path, folder) => {
      const sealed = await sealFile({ ...request, source: path('in.pdf'), target: path('out.pdf'), key: signer })
      const bytes = readFileSync(path('out.pdf'))
      expect(bytes.subarray(0, original.length).equals(original)).toBe(true)
      expect(sealed).toEqual({ path: path('out.pdf'), size: bytes.length, sha256: await fileSha256(path('out.pdf')) })
      expect(pdfsig(folder, path('out.pdf'), signer.rootPem)).toContain('Total document signed')
      expect(await inspectPdf(path('out.pdf'))).toMatchObject({ signatures: 1, size: bytes.length })
      expect(readdirSync(folder).filter((name) => name.includes('bidseal-'))).toEqual([])
    }))

  it('may write over its source, and undo brings back the same bytes', () =>
    withInput(async (path) => {
      await sealFile({ ...request, source: path('in.pdf'), target: path('in.pdf'), key: signer })
      await sealFile({ ...request, source: path('in.pdf'), target: path('in.pdf'), key: signer })
      expect((await inspectPdf(path('in.pdf'))).signatures).toBe(2)
      await undoRound(path('in.pdf'), original.length, path('in.pdf'))
      expect(readFileSync(path('in.pdf')).equals(original)).toBe(true)
      await expect(undoRound(path('in.pdf'), 200, path('in.pdf'))).rejects.toMatchObject({ code: 'pdf-damaged' })
      expect(readFileSync(path('in.pdf')).equals(original)).toBe(true)
    }))

  it('seals a file that may only be read', () =>
    withInput(async (path) => {
      chmodSync(path('in.pdf'), 0o444)
      await sealFile({ ...request, source: path('in.pdf'), target: path('out.pdf'), key: signer })
      expect((await inspectPdf(path('out.pdf'))).signatures).toBe(1)
    }))

  it('leaves nothing behind when it fails', () =>
    withInput(async (path, folder) => {
      writeFileSync(path('old.pdf'), 'old')
      const tooFar = [{ ...seals[0]!, placements: [{ page: 9, left: 0, top: 0 }] }]
      const attempt = sealFile({
        ...request,
        seals: tooFar,
        source: path('in.pdf'),
        target: path('old.pdf'),
        key: signer,
      })
      await expect(attempt).rejects.toMatchObject({ code: 'page-not-found' })
      const other = await testSigner()
      const impostor = { chain: other.chain, sign: signer.sign }
      await expect(
        sealFile({ ...request, source: path('in.pdf'), target: path('old.pdf'), key: impostor }),
      ).rejects.toMatchObject({ code: 'signature-invalid' })
      await expect(
        sealFile({ ...request, source: path('in.pdf'), target: path('missing/out.pdf'), key: signer }),
      ).rejects.toMatchObject({ code: 'folder-not-writable' })
      expect(readdirSync(folder).sort()).toEqual(['in.pdf', 'old.pdf'])
      expect(readFileSync(path('old.pdf'), 'utf8')).toBe('old')
    }))
})

describe('two phases', () => {
  it('go on after a restart with nothing but the JSON', () =>
    withInput(async (path) => {
      const first = await prepareFile({ ...request, source: path('in.pdf'), pending: path('pending') })
      const again = await resumeFile(JSON.parse(JSON.stringify(first.pending)) as PendingSeal)
      expect(again.digest).toEqual(first.digest)
      const sealed = await again.embed(await answerTo(again.digest), signer.chain, path('out.pdf'))
      expect(sealed.sha256).toBe(await fileSha256(path('out.pdf')))
      expect((await verifyPdf(path('out.pdf'), trust)).verdict).toBe('valid')
    }))

  it('notice a pending file that was touched', () =>
    withInput(async (path) => {
      const { pending } = await prepareFile({ ...request, source: path('in.pdf'), pending: path('pending') })
      const bytes = readFileSync(path('pending'))
      bytes[500]! ^= 1
      writeFileSync(path('pending'), bytes)
      await expect(resumeFile(pending)).rejects.toMatchObject({ code: 'document-changed' })
    }))

  it('stop when asked', () =>
    withInput(async (path, folder) => {
      const signal = AbortSignal.abort()
      const attempt = prepareFile({ ...request, source: path('in.pdf'), pending: path('pending'), signal })
      await expect(attempt).rejects.toMatchObject({ code: 'cancelled' })
      expect(readdirSync(folder)).toEqual(['in.pdf'])
    }))
})

describe('verifyPdf', () => {
  const sealed = async (path: (name: string) => string): Promise<Bytes> => {
    await sealFile({ ...request, source: path('in.pdf'), target: path('out.pdf'), key: signer })
    return ownBytes(readFileSync(path('out.pdf')))
  }
  const verdictOf = async (path: string, bytes: Uint8Array): Promise<string> => {
    writeFileSync(path, bytes)
    return (await verifyPdf(path, trust)).verdict
  }

  it('says valid, by whom, where and with which record', () =>
    withInput(async (path) => {
      await sealed(path)
      const report = await verifyPdf(path('out.pdf'), trust)
      expect(report.verdict).toBe('valid')
      expect(report.signatures).toMatchObject([
        { name: '河南示范建设有限公司', claimedAt: time, coversWholeFile: true, pages: [2], sealRecord: 'valid' },
      ])
      expect((await verifyPdf(path('in.pdf'), trust)).verdict).toBe('unsigned')
    }))

  it('keeps both rounds valid', () =>
    withInput(async (path) => {
      await sealed(path)
      await sealFile({ ...request, source: path('out.pdf'), target: path('out.pdf'), key: signer })
      const { verdict, signatures } = await verifyPdf(path('out.pdf'), trust)
      expect(verdict).toBe('valid')
      expect(signatures.map(({ coversWholeFile }) => coversWholeFile)).toEqual([false, true])
    }))

  it('says invalid for one bit flipped anywhere that is covered', () =>
    withInput(async (path) => {
      const bytes = await sealed(path)
      for (const at of [100, 700, bytes.length - 900]) {
        const flipped = ownBytes(bytes)
        flipped[at]! ^= 1
        const verdict = await verdictOf(path('flipped.pdf'), flipped).catch((error: { code: string }) => error.code)
        expect(['invalid', 'pdf-damaged']).toContain(verdict)
      }
    }))

  it('says valid but changed when something was appended', () =>
    withInput(async (path) => {
      const bytes = await sealed(path)
      const size = bytes.length
      const text = new TextDecoder('latin1').decode(bytes)
      const start = /startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]
      const info = `\n1 0 obj\n<</Producer (someone else)>>\nendobj\n`
      const tail = `xref\n1 1\n${String(size + 1).padStart(10, '0')} 00000 n\r\ntrailer\n`
      const root = /\/Root (\d+ 0 R)/.exec(text)?.[1]
      const end = `<</Size 99/Root ${root}/Prev ${start}>>\nstartxref\n${size + info.length}\n%%EOF\n`
      expect(await verdictOf(path('changed.pdf'), concat(bytes, utf8(info + tail + end)))).toBe('valid-but-changed')
    }))

  it('says invalid for another root and for a byte range that leaves something out', () =>
    withInput(async (path) => {
      const bytes = await sealed(path)
      const text = new TextDecoder('latin1').decode(bytes)
      const at = text.lastIndexOf('/ByteRange [0 ') + '/ByteRange [0 '.length
      const narrowed = ownBytes(bytes)
      narrowed[at] = narrowed[at] === 0x31 ? 0x32 : 0x31
      expect(await verdictOf(path('narrowed.pdf'), narrowed)).toBe('invalid')
      const stranger = await testSigner('Stranger')
      await sealFile({ ...request, source: path('in.pdf'), target: path('stranger.pdf'), key: stranger })
      expect((await verifyPdf(path('stranger.pdf'), trust)).verdict).toBe('invalid')
    }))

  it('reports a sealed file that was saved again by an editor', () =>
    withInput(async (path) => {
      const edited = await (await PDFDocument.load(await sealed(path))).save()
      expect(await verdictOf(path('edited.pdf'), edited)).toBe('invalid')
    }))
})
