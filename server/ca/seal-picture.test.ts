import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPng } from '#core/pdf/image'
import { alphaPng } from './alpha-png.ts'
import { openSealFont } from './seal-font.ts'
import { SEAL_SIZE, sealPicture, sealSvg } from './seal-picture.ts'

const NAME = '河南示范建设有限公司'
const CODE = '91410100MA9ABCD16M'

test('a company seal is a small red PNG with transparency at true size', async () => {
  const png = await sealPicture(NAME, CODE)
  expect(png.length).toBeLessThan(100 * 1024)
  const { width, height, rgb, alpha } = readPng(png)
  expect([width, height]).toEqual([992, 992])
  expect(width / (SEAL_SIZE / 25.4)).toBeCloseTo(600, 0)
  expect([...rgb.subarray(0, 3)]).toEqual([200, 48, 43])
  const at = (x: number, y: number) =>
    alpha[Math.round((y * (height - 1)) / SEAL_SIZE) * width + Math.round((x * (width - 1)) / SEAL_SIZE)]
  expect(at(0.2, 0.2)).toBe(0)
  expect(at(SEAL_SIZE / 2, SEAL_SIZE / 2)).toBe(255)
  expect(at(SEAL_SIZE / 2, 1.4)).toBe(255)
  expect(at(SEAL_SIZE / 2, 32)).toBe(0)
  const ink = alpha.reduce((sum, value) => sum + value, 0) / 255 / alpha.length
  expect(ink).toBeGreaterThan(0.15)
  expect(ink).toBeLessThan(0.4)
})

test('the same company gets the same picture, another company another one', async () => {
  const [one, again, other] = await Promise.all([
    sealPicture(NAME, CODE),
    sealPicture(NAME, CODE),
    sealPicture('北京样例工程有限公司', CODE),
  ])
  expect(one).toEqual(again)
  expect(one).not.toEqual(other)
})

test('one outline for each character that the typeface has', async () => {
  const font = await openSealFont(700)
  const drawn = async (name: string, code = '') => (await sealSvg(font, name, code)).split('<path ').length - 1
  expect(await drawn(NAME)).toBe(10)
  expect(await drawn('示 范', CODE)).toBe(20)
  expect(await drawn('示\u{1f600}')).toBe(1)
  expect(await drawn('示'.repeat(200))).toBe(40)
  await expect(sealSvg(font, '\u{1f600}', '')).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a character is the same however often and at once it is asked for', async () => {
  const font = await openSealFont(700)
  const [one, two] = await Promise.all([font.outline('示'), font.outline('示')])
  expect(one).toEqual(two)
  expect(await font.outline('示')).toEqual(await (await openSealFont(700)).outline('示'))
})

test('a heavier weight has more ink', async () => {
  const width = async (weight: number) => {
    const outline = await (await openSealFont(weight)).outline('一')
    return outline === null ? 0 : outline.bottom - outline.top
  }
  expect(await width(900)).toBeGreaterThan(await width(200))
})

test('a picture of one colour reads back within half a step', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.infiniteStream(fc.nat(255)),
      (width, height, stream) => {
        const alpha = Uint8Array.from([...stream.take(width * height)])
        const read = readPng(alphaPng(alpha, width, height, [1, 2, 3]))
        expect([read.width, read.height]).toEqual([width, height])
        for (const [i, value] of alpha.entries()) expect(Math.abs(read.alpha[i]! - value)).toBeLessThanOrEqual(9)
        expect([...read.rgb.subarray(0, 3)]).toEqual([1, 2, 3])
      },
    ),
  )
})
