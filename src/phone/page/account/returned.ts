import type { Returned } from './flow.ts'

/** What stands in an address that WeChat or Alipay has sent the browser back to; null in every other one. */
export const returnedIn = (search: string): Returned | null => {
  const query = new URLSearchParams(search)
  if (query.get('from') === 'alipay') return { from: 'alipay' }
  if (query.get('from') !== 'wechat') return null
  return { from: 'wechat', code: query.get('code') ?? '', state: query.get('state') ?? '' }
}
