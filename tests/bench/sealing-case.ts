/** One measured piece of work in a process of its own: `sealing-case.ts CASE INPUT OUTPUT` prints seconds and peak memory. */
import { createHash } from 'node:crypto'
import { copyFile, open, readFile, writeFile } from 'node:fs/promises'
import { sealPicture } from '#tests/support/seal-picture'
import { testSigner } from '#tests/support/pki'

const [, , name, input = '', output = ''] = process.argv
const image = sealPicture(600)

const cases: Readonly<Record<string, () => Promise<() => Promise<void>>>> = {
  'hash and copy': () =>
    Promise.resolve(async () => {
      const hash = createHash('sha256')
      const file = await open(input)
      const buffer = Buffer.allocUnsafe(1024 * 1024)
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length)
        if (bytesRead === 0) break
        hash.update(buffer.subarray(0, bytesRead))
      }
      hash.digest()
      await file.close()
      await copyFile(input, output)
      const copy = await open(output, 'r+')
      await copy.sync()
      await copy.close()
    }),
  'BidSeal, one seal': () => bidSeal([{ page: 1, left: 100, top: 200 }]),
  'BidSeal, a seal on every page': () =>
    bidSeal(Array.from({ length: 1500 }, (_, i) => ({ page: i + 1, left: 100, top: 200 }))),
  'pdf-lib, one seal, unsigned': async () => {
    const { PDFDocument } = await import('pdf-lib')
    return async () => {
      const pdf = await PDFDocument.load(await readFile(input))
      const picture = await pdf.embedPng(image)
      pdf.getPage(0).drawImage(picture, { x: 283, y: 150, width: 119, height: 119 })
      await writeFile(output, await pdf.save())
    }
  },
  '@libpdf/core, signature only': async () => {
    const { CryptoKeySigner, PDF } = await import('@libpdf/core')
    const { certificate, privateKey } = await signingKey()
    return async () => {
      const pdf = await PDF.load(new Uint8Array(await readFile(input)))
      const signer = new CryptoKeySigner(privateKey, certificate, 'EC', 'ECDSA')
      const { bytes } = await pdf.sign({ signer })
      await writeFile(output, bytes)
    }
  },
}

const bidSeal = async (placements: readonly { page: number; left: number; top: number }[]) => {
  const { sealFile } = await import('#engine/pdf/seal-pdf')
  const key = await testSigner()
  const seals = [{ image, width: 42, height: 42, record: new Uint8Array(4096), placements }]
  return async () => {
    await sealFile({ source: input, target: output, seals, signer: '河南示范建设有限公司', time: new Date(), key })
  }
}

const signingKey = async () => {
  const { chain, privateKey } = await testSigner()
  const [certificate] = chain
  if (certificate === undefined) throw new Error('no certificate')
  return { certificate, privateKey }
}

const prepare = cases[name ?? '']
if (prepare === undefined) throw new Error(`no such case: ${name}`)
const work = await prepare()
const start = performance.now()
await work()
const seconds = (performance.now() - start) / 1000
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }))
