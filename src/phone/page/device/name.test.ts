import { describe, expect, it } from 'vitest'
import { deviceNameOf } from './name.ts'

const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'

describe('the name of a device', () => {
  it('is its model where the browser tells it', () => {
    expect(deviceNameOf({ userAgent: ANDROID, model: ' Mate 60 ' })).toBe('Mate 60')
  })

  it('is else what kind of device it is', () => {
    expect(deviceNameOf({ userAgent: IPHONE })).toBe('iPhone')
    expect(deviceNameOf({ userAgent: ANDROID, model: 'K' })).toBe('Android')
    expect(deviceNameOf({ userAgent: ANDROID, model: '' })).toBe('Android')
  })

  it('is unknown where nothing is told', () => {
    expect(deviceNameOf({ userAgent: '' })).toBeNull()
  })
})
