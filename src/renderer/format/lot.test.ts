import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import texts from '#locales/zh-CN.json'
import { lotName } from './lot.ts'

const i18n = i18next.createInstance()

describe('lotName', () => {
  beforeAll(async () => {
    await i18n.init({ lng: 'zh-CN', keySeparator: false, resources: { 'zh-CN': { translation: texts } } })
  })

  it.each([
    ['01', '标段 01'],
    ['A-3', '标段 A-3'],
    ['第三标段（机电设备）', '第三标段（机电设备）'],
    ['设备采购包', '设备采购包'],
    ['包2', '包2'],
    ['Lot 3', 'Lot 3'],
  ])('names %s', (lot, name) => {
    expect(lotName(i18n.t, lot)).toBe(name)
  })
})
