/** The server's HTTP side as far as the engine asks it: status and revocation lists. */
import { createHash } from 'node:crypto'
import type { Bytes } from '#core/bytes/bytes'
import { crlOf, type TestAuthority } from './authority.ts'

export interface CaFetch {
  readonly fetch: typeof globalThis.fetch
  /** What is asked for, in order. */
  readonly asked: string[]
  /** How many lists were sent: one that is asked for by its tag is not. */
  sent(): number
  /** By the last part of the address; removing one makes it 404. */
  readonly files: Map<string, Bytes>
  /** Makes every request fail, as without a network. */
  isDown: boolean
}

/** Serves both lists of an authority at any address that ends in `/issuing.crl`, `/a.crl` or `/root.crl`. */
export const caFetch = async ({ root, issuing }: TestAuthority): Promise<CaFetch> => {
  const list = await crlOf(issuing)
  const files = new Map<string, Bytes>([
    ['root.crl', await crlOf(root)],
    ['issuing.crl', list],
    ['a.crl', list],
  ])
  const asked: string[] = []
  let sent = 0
  const served: CaFetch = {
    asked,
    sent: () => sent,
    files,
    isDown: false,
    fetch: async (input, init) => {
      const address = input instanceof Request ? input.url : String(input)
      asked.push(address)
      if (served.isDown) throw new TypeError('fetch failed')
      const name = address.split('/').at(-1) ?? ''
      if (name === 'status') return Response.json({ name: 'bidseal', version: '0.1.0', time: '', demo: true })
      const file = files.get(name)
      if (file === undefined) return new Response(null, { status: 404 })
      const etag = `"${createHash('sha256').update(file).digest('hex')}"`
      if (new Headers(init?.headers).get('if-none-match') === etag) return new Response(null, { status: 304 })
      sent += 1
      return new Response(file, { headers: { etag } })
    },
  }
  return served
}
