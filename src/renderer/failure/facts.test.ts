import { describe, expect, it } from 'vitest'
import { factsOf } from './facts.ts'

describe('facts of an error', () => {
  it('tell what has a word, the file first', () => {
    const error = { code: 'page-not-found', details: { pages: 3, page: 7, offset: 1234, reason: null } } as const
    expect(factsOf(error, '投标函.pdf')).toEqual([
      { name: 'name', value: '投标函.pdf' },
      { name: 'page', value: '7' },
      { name: 'pages', value: '3' },
    ])
  })

  it('say where there is no room or no permission, and nowhere else', () => {
    const details = { name: 'a.ebid', errno: 'ENOSPC' }
    expect(factsOf({ code: 'no-space-left', details }, null, '/out')).toEqual([
      { name: 'name', value: 'a.ebid' },
      { name: 'path', value: '/out' },
    ])
    expect(factsOf({ code: 'no-space-left', details: { path: '/in' } }, null, '/out')).toEqual([
      { name: 'path', value: '/in' },
    ])
    expect(factsOf({ code: 'wrong-certificate', details: {} }, null, '/out')).toEqual([])
  })

  it('name a file once', () => {
    expect(factsOf({ code: 'document-changed', details: { name: 'a.pdf' } }, 'a.pdf')).toEqual([
      { name: 'name', value: 'a.pdf' },
    ])
  })

  it('say who edits a locked project, and whose a certificate is', () => {
    const details = { holder: '王敏' }
    expect(factsOf({ code: 'project-locked', details }, null)).toEqual([{ name: 'editor', value: '王敏' }])
    expect(factsOf({ code: 'wrong-certificate', details }, null)).toEqual([{ name: 'holder', value: '王敏' }])
    expect(factsOf({ code: 'project-locked', details: { holder: '' } }, null)).toEqual([])
  })
})
