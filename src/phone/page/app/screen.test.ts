import { describe, expect, it } from 'vitest'
import { codeIn, isOfConfirmation } from './screen.ts'

describe('screens', () => {
  it('know which of them belong to the code that is being answered', () => {
    expect([isOfConfirmation({ at: 'pin' }), isOfConfirmation({ at: 'scan' })]).toEqual([true, false])
  })

  it('find the code of an address', () => {
    expect(['https://a.example/p/#AQEC', 'https://a.example/p/', 'https://a.example/p/#', ''].map(codeIn)).toEqual([
      'AQEC',
      null,
      null,
      null,
    ])
  })
})
