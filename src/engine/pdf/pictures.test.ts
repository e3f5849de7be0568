import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'fast-png'
import jpeg from 'jpeg-js'
import { afterAll, describe, expect, it } from 'vitest'
import { inFolder, textPdf, throughQpdf } from '#tests/support/pdf'
import { sealPicture } from '#tests/support/seal-picture'
import { testSigner } from '#tests/support/pki'
import { utf8 } from '#core/bytes/bytes'
import { pagePictures } from './pictures.ts'
import { sealFile } from './seal-pdf.ts'

const pictures = pagePictures()
afterAll(() => pictures.close())

const at = (image: { width: number; data: ArrayLike<number> }, x: number, y: number): readonly number[] =>
  [0, 1, 2].map((channel) => image.data[(y * image.width + x) * 4 + channel] ?? -1)

describe('pagePictures', () => {
  it.each([0, 90, 180, 270])('draws the seal where it was placed on a page turned by %i', (rotate) =>
    inFolder(async (folder) => {
      const [source, target] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')]
      writeFileSync(source, await textPdf(2, { rotate }))
      const placements = [{ page: 2, left: 100, top: 30 }]
      // A ring whose left half is blue tells which way is up.
      const seals = [
        { image: sealPicture(200, [0, 0, 255]), width: 40, height: 40, record: utf8('record'), placements },
      ]
      await sealFile({ source, target, seals, signer: 'x', time: new Date(), key: await testSigner() })
      const wide = rotate % 180 === 90 ? 841.89 : 595.276
      const picture = await pictures.render(target, 2, Math.round((wide / 72) * 25.4 * 2))
      const image = decode(picture.bytes)
      expect(at(image, 2 * (100 + 2), 2 * (30 + 20))).toEqual([0, 0, 255])
      expect(at(image, 2 * (100 + 38), 2 * (30 + 20))).toEqual([200, 20, 30])
      expect(at(image, 2 * (100 + 20) + 4, 2 * (30 + 2))).toEqual([200, 20, 30])
      expect(at(image, 2 * (100 + 20), 2 * (30 + 20))).toEqual([255, 255, 255])
    }),
  )

  it('makes JPEGs and PNGs of the asked width', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'in.pdf')
      writeFileSync(path, await textPdf(1))
      const small = await pictures.render(path, 1, 100, { type: 'image/jpeg', quality: 60 })
      expect(jpeg.decode(small.bytes)).toMatchObject({ width: 100, height: 141 })
      expect(decode((await pictures.render(path, 1, 300)).bytes)).toMatchObject({ width: 300, height: 424 })
    }))

  it('shows the new file after one was replaced', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'in.pdf')
      writeFileSync(path, await textPdf(1))
      expect((await pictures.render(path, 1, 100)).height).toBe(141)
      writeFileSync(path, await textPdf(2, { rotate: 90 }))
      expect((await pictures.render(path, 2, 100)).height).toBe(71)
    }))

  it('says what is wrong and goes on', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'in.pdf')
      const pdf = await textPdf(1)
      writeFileSync(path, pdf)
      writeFileSync(join(folder, 'not.pdf'), 'not a PDF')
      writeFileSync(join(folder, 'locked.pdf'), await throughQpdf(pdf, '--encrypt', 'a', 'b', '256', '--'))
      const attempt = (name: string, page = 1, width = 100) => pictures.render(join(folder, name), page, width)
      await expect(attempt('not.pdf')).rejects.toMatchObject({ code: 'pdf-damaged' })
      await expect(attempt('locked.pdf')).rejects.toMatchObject({ code: 'pdf-encrypted' })
      await expect(attempt('none.pdf')).rejects.toMatchObject({ code: 'file-not-found' })
      await expect(attempt('in.pdf', 2)).rejects.toMatchObject({ code: 'page-not-found' })
      await expect(attempt('in.pdf', 1, 9999)).rejects.toMatchObject({ code: 'invalid-input' })
      await expect(pictures.render(path, 1, 100, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'cancelled',
      })
      expect((await attempt('in.pdf')).width).toBe(100)
      await pictures.forget()
      expect((await attempt('in.pdf')).width).toBe(100)
    }))
})
