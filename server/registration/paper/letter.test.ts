import { expect, test } from 'vitest'
import { letterSpot } from '#core/application/letter'
import { SEAL_KINDS } from '#core/application/form'
import { openPdf } from '#core/pdf/document'
import { readPages } from '#core/pdf/page'
import { bytesSource } from '#core/pdf/source'
import { openSealFont } from '#server/ca/seal/font'
import { letterPdf, type LetterFacts } from './letter.ts'

const facts = (company: string): LetterFacts => ({
  ...{ id: 'ab'.repeat(16), company, creditCode: '91330100MA2TE5TX0X', administrator: '王敏之' },
  person: { name: '李强生', idNumber: '999999190002280017', mobile: '13700000002' },
  granted: { seals: [...SEAL_KINDS], until: '2027-12-31' },
  ...{ organisation: '标印 CA', platform: '河南省示范公共资源交易平台', at: Date.parse('2026-11-25') },
})

test('the seal stands on the one page of a letter, however long the company’s name', async () => {
  const typeface = await openSealFont(400)
  const spot = letterSpot(42, 42)
  for (const company of ['杭州验证科技有限公司', '杭州验证科技有限公司'.repeat(10)]) {
    const letter = await letterPdf(typeface, facts(company))
    expect(await letterPdf(typeface, facts(company))).toEqual(letter)
    const pages = await readPages(await openPdf(bytesSource(letter)))
    expect(pages).toHaveLength(spot.page)
  }
  expect(spot.left + 42).toBeLessThan(210 - 20)
  expect(spot.top + 42).toBeLessThan(297 - 20)
})
