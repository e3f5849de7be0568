import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder } from '#tests/support/pdf'
import { qpdfCheck } from '#tests/support/judges'
import { paper } from './paper.ts'

describe('paper', () => {
  it('writes PDFs that other programs read', () =>
    inFolder((folder) => {
      const path = join(folder, 'paper.pdf')
      writeFileSync(path, paper([['BID (1)', 'a\\b'], ['second page']]))
      expect(qpdfCheck(path).words).toContain('No syntax or stream encoding errors found')
      const words = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' })
      expect(words.split(/\s+/)).toEqual(expect.arrayContaining(['(1)', 'a\\b', 'second']))
    }))
})
