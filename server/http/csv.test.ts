import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

/** Reads what RFC 4180 says. */
const readCsv = (text: string): string[][] => {
  const rows: string[][] = []
  for (let at = 1, row: string[] = []; at < text.length;) {
    const quoted = /"((?:[^"]|"")*)"(,|\r\n)/y
    const plain = /([^",\r\n]*)(,|\r\n)/y
    quoted.lastIndex = plain.lastIndex = at
    const found = quoted.exec(text) ?? plain.exec(text)
    if (found === null) throw new Error(`at ${at}`)
    row.push((found[1] ?? '').replaceAll('""', '"'))
    at += found[0].length
    if (found[2] === '\r\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}

test('says what was put in, line for line', () => {
  const rows = [
    ['河南“示范”, 公司', 300, null],
    ['第一行\n第二行', -1.5, ' 空格 '],
  ] as const
  expect(readCsv(toCsv(['名称', '金额', '其他'], rows))).toEqual([
    ['名称', '金额', '其他'],
    ['河南“示范”, 公司', '300', ''],
    ['第一行\n第二行', '-1.5', ' 空格 '],
  ])
  expect(toCsv(['a'], []).startsWith('\ufeffa\r\n')).toBe(true)
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1', '%0A', "|' /C calc"])(
  '%j begins no formula',
  (text) => {
    expect(readCsv(toCsv(['a'], [[text]]))[1]).toEqual([`'${text}`])
  },
)

test('no text begins a formula, and no text is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (row) => {
      const [, read = []] = readCsv(
        toCsv(
          row.map(() => 'a'),
          [row],
        ),
      )
      read.forEach((value, index) => {
        expect(value).not.toMatch(/^\s*[=+\-@]/)
        expect([row[index], `'${row[index]}`]).toContain(value)
      })
      expect(read).toHaveLength(row.length)
    }),
  )
})
