import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPng } from '#core/pdf/image'
import { alphaPng } from './alpha-png.ts'
import { openSealFont } from './font.ts'
import { companyDesign, nameDesign, nameLines, SEAL_FACTS, type SealDesign } from './design.ts'
import { sealSvg } from './drawing.ts'
import { sealPicture } from './picture.ts'

const NAME = '河南示范建设有限公司'
const CODE = '91410100MA9ABCD16M'
const OWNER = { company: NAME, creditCode: CODE }
const COMPANY = companyDesign('company', OWNER)
const SIZE = SEAL_FACTS.company.size

test('a company seal is a small red PNG with transparency at true size', async () => {
  const png = await sealPicture(COMPANY)
  expect(png.length).toBeLessThan(100 * 1024)
  const { width, height, rgb, alpha } = readPng(png)
  expect([width, height]).toEqual([992, 992])
  expect(width / (SIZE / 25.4)).toBeCloseTo(600, 0)
  expect([...rgb.subarray(0, 3)]).toEqual([200, 48, 43])
  const at = (x: number, y: number) =>
    alpha[Math.round((y * (height - 1)) / SIZE) * width + Math.round((x * (width - 1)) / SIZE)]
  expect(at(0.2, 0.2)).toBe(0)
  expect(at(SIZE / 2, SIZE / 2)).toBe(255)
  expect(at(SIZE / 2, 1.4)).toBe(255)
  expect(at(SIZE / 2, 32)).toBe(0)
  const ink = alpha.reduce((sum, value) => sum + value, 0) / 255 / alpha.length
  expect(ink).toBeGreaterThan(0.15)
  expect(ink).toBeLessThan(0.4)
})

test('the same company gets the same picture, another company another one', async () => {
  const [one, again, other] = await Promise.all([
    sealPicture(COMPANY),
    sealPicture({ ...COMPANY }),
    sealPicture({ ...COMPANY, name: '北京样例工程有限公司' }),
  ])
  expect(one).toEqual(again)
  expect(one).not.toEqual(other)
})

test('one outline for each character that the typeface has', async () => {
  const font = await openSealFont(700)
  const drawn = async (change: Partial<SealDesign>) =>
    (await sealSvg(font, { ...COMPANY, code: '', ...change })).split('<path ').length - 1
  expect(await drawn({})).toBe(10)
  expect(await drawn({ name: '示 范', code: CODE })).toBe(20)
  expect(await drawn({ name: '示\u{1f600}' })).toBe(1)
  expect(await drawn({ name: '示'.repeat(200) })).toBe(40)
  expect(await drawn({ kind: 'contract', line: '合同专用章' })).toBe(15)
  expect(await drawn({ line: '章'.repeat(200) })).toBe(22)
  expect(await drawn(nameDesign('李建国'))).toBe(4)
  for (const kind of ['company', 'legal-person'] as const)
    await expect(drawn({ kind, name: '\u{1f600}' })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('contract and finance seals have a line below the star, at their own sizes', async () => {
  const [company, contract, finance] = await Promise.all(
    (['company', 'contract', 'finance'] as const).map(async (kind) =>
      readPng(await sealPicture(companyDesign(kind, OWNER))),
    ),
  )
  expect([company!.width, contract!.width, finance!.width]).toEqual([992, 992, 898])
  /** How much ink is around the line's place, as a share. */
  const ink = ({ width, alpha }: { width: number; alpha: Uint8Array }) => {
    const [left, right, top, bottom] = [0.3, 0.7, 0.7, 0.79].map((at) => Math.round(at * width)) as [
      number,
      number,
      number,
      number,
    ]
    let sum = 0
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += alpha[y * width + x]!
    return sum / 255 / ((right - left) * (bottom - top))
  }
  expect(ink(company!)).toBe(0)
  expect(ink(contract!)).toBeGreaterThan(0.15)
  expect(ink(finance!)).toBeGreaterThan(0.15)
})

test("a legal person's seal is a small red square with a frame", async () => {
  const { width, height, alpha } = readPng(await sealPicture(nameDesign('李建国')))
  expect([width, height]).toEqual([472, 472])
  expect([alpha[0], alpha[width * height - 1]]).toEqual([255, 255])
  expect(alpha[30 * width + 30]).toBe(0)
})

test.each([
  ['王', ['王之', '印']],
  ['王敏', ['王敏', '之印']],
  ['李建国', ['李建', '国印']],
  ['欧阳娜娜', ['欧阳', '娜娜']],
  ['买买提·艾合买提', ['买买提', '艾合', '买提']],
  ['John  Smith', ['JOHN', 'SMITH']],
])('the name %s stands in %j', (name, lines) => {
  expect(nameLines(name)).toEqual({ lines, isHan: !name.startsWith('J') })
})

test('every character of a Chinese name stands in its seal once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'王敏建国艾合买提'), { minLength: 4, maxLength: 30 }), (characters) => {
      const { lines } = nameLines(characters.join(''))
      expect(lines.join('')).toBe(characters.join(''))
      expect(lines.every((line) => line !== '')).toBe(true)
    }),
  )
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
