import { describe, expect, it } from 'vitest'
import { folderOf, nameOf } from './path.ts'

describe('a path', () => {
  it.each([
    ['/home/王/标书.ebid', '/home/王', '标书.ebid'],
    ['/a.ebid', '/', 'a.ebid'],
    ['C:\\投标\\a.ebid', 'C:\\投标', 'a.ebid'],
    ['C:\\a.ebid', 'C:\\', 'a.ebid'],
    ['\\\\server\\share\\a.ebid', '\\\\server\\share', 'a.ebid'],
  ])('%s lies in %s', (path, folder, name) => {
    expect([folderOf(path), nameOf(path)]).toEqual([folder, name])
  })
})
