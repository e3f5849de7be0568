import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'

const read = (...args: string[]) => readOptions(args, '/home/wang/.config/BidSeal', '1.2.3')

describe('the command line of the desktop', () => {
  it('may be empty', () => {
    expect(read()).toEqual({ dataFolder: '/home/wang/.config/BidSeal/data', roots: [], version: '1.2.3' })
  })

  it('is read among the switches of Chromium', () => {
    expect(
      read(
        '--no-sandbox',
        '.',
        '--user-data-dir=/tmp/u',
        '--data',
        '/d',
        '--server=http://s',
        '--root=/a',
        '--root',
        '/b',
      ),
    ).toEqual({ dataFolder: '/d', server: 'http://s', roots: ['/a', '/b'], version: '1.2.3' })
  })

  it('ignores an option without its value', () => {
    expect(read('--data')).toMatchObject({ dataFolder: '/home/wang/.config/BidSeal/data' })
  })
})
