import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { openTerminal } from './terminal.ts'
import { wordsFor } from './words.ts'

const open = ({ isJson = false, isTTY = true } = {}) => {
  const written = { out: '', err: '' }
  let time = 0
  const streams = {
    out: { write: (text: string) => (written.out += text) },
    err: { write: (text: string) => (written.err += text), isTTY },
    now: () => time,
  }
  const terminal = openTerminal(streams, { text: (key) => `<${key}>`, words: wordsFor('zh-CN'), isJson })
  return { terminal, written, wait: (milliseconds: number) => void (time += milliseconds) }
}

describe('openTerminal', () => {
  it('writes lines with aligned values, and leaves out empty ones', () => {
    const { terminal, written } = open()
    terminal.result({
      json: {},
      lines: [
        ['file', 'a.pdf'],
        ['lot', ''],
        ['opening', '2026'],
        ['verdict', { text: 'verdict.valid' }],
      ],
    })
    expect(written.out).toBe('文件      a.pdf\n开标时间  2026\n结论      <verdict.valid>\n')
  })

  it('writes one JSON object for a result and one for an error', () => {
    const { terminal, written } = open({ isJson: true })
    terminal.result({ json: { a: 1 }, lines: [['file', 'a.pdf']] })
    terminal.failure(new AppError('not-a-pdf', { name: 'a' }))
    expect(written.out).toBe('{"a":1}\n')
    expect(JSON.parse(written.err)).toEqual({ error: { code: 'not-a-pdf', details: { name: 'a' } } })
  })

  it('shows progress on one line, a few times a second, and clears it', () => {
    const { terminal, written, wait } = open()
    terminal.progress({ phase: 'sealing', done: 1, total: 200 })
    terminal.progress({ phase: 'sealing', done: 2, total: 200 })
    wait(100)
    terminal.progress({ phase: 'sealing', done: 199, total: 200 })
    terminal.failure(new AppError('cancelled'))
    const clear = '\r\u001b[K'
    expect(written.err).toMatch(
      `${clear}<phase.sealing> 0 %${clear}<phase.sealing> 99 %${clear}<error.cancelled.title>`,
    )
    expect(written.out).toBe('')
  })

  it('shows no progress where nobody looks', () => {
    for (const options of [{ isTTY: false }, { isJson: true }]) {
      const { terminal, written } = open(options)
      terminal.progress({ phase: 'sealing', done: 1, total: 2 })
      expect(written.err).toBe('')
    }
  })
})
