import { describe, expect, it } from 'vitest'
import { destinationOf } from './drop.ts'

describe('dropped files', () => {
  it('join the open project when they are PDFs', () => {
    expect(destinationOf('editor', ['a.pdf', 'B.PDF'])).toBe('parts')
    expect(destinationOf('editor', ['a.pdf', 'b.docx'])).toBe('nowhere')
    expect(destinationOf('editor', ['a.ebid'])).toBe('nowhere')
  })

  it('are decrypted or looked at elsewhere', () => {
    expect(destinationOf('home', ['a.ebid'])).toBe('decrypt')
    expect(destinationOf('home', ['a.pdf'])).toBe('verify')
    expect(destinationOf('verify', ['a.ebid'])).toBe('verify')
    expect(destinationOf('decrypt', ['a.nbid'])).toBe('decrypt')
  })

  it('go nowhere when there are several or they are something else', () => {
    expect(destinationOf('home', ['a.ebid', 'b.ebid'])).toBe('nowhere')
    expect(destinationOf('home', ['a.txt'])).toBe('nowhere')
    expect(destinationOf('home', [])).toBe('nowhere')
  })
})
