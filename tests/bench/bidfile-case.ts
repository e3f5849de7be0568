/**
 * Packs one file and opens it again, in a process of its own as it is shipped: bundled.
 * Arguments: folder with `in`, `recipient.der`, `recipient.pk8`, `signer.der`, `signer.pk8`; a shell
 * command before each measurement; the digest of `in`, if it shall be known beforehand.
 * Prints seconds and peak resident megabytes as JSON.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openHeader } from '#core/bidfile/slot'
import { ownBytes } from '#core/bytes/bytes'
import { isSha256 } from '#core/bytes/digest'
import { keySigner } from '#core/cms/signer'
import { openBid } from '#engine/bidfile/open'
import { encryptBid } from '#engine/bidfile/pack'

const [folder = '', warmScript = '', known = ''] = process.argv.slice(2)
const read = async (name: string) => ownBytes(await readFile(join(folder, name)))
const importKey = async (name: string, algorithm: 'ECDH' | 'ECDSA', usage: 'deriveBits' | 'sign') =>
  crypto.subtle.importKey('pkcs8', await read(name), { name: algorithm, namedCurve: 'P-256' }, false, [usage])
/** From /proc: what getrusage says of a young process includes its parent. */
const megabytes = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN) / 1024
const warm = (): void => void execFileSync('sh', ['-c', warmScript])

const certificate = await read('recipient.der')
const privateKey = await importKey('recipient.pk8', 'ECDH', 'deriveBits')
const signer = keySigner(await importKey('signer.pk8', 'ECDSA', 'sign'), [await read('signer.der')])
const target = join(folder, 'out.ebid')

warm()
const start = performance.now()
let synced: number | null = null
const sealed = await encryptBid({
  tender: { id: '', name: 'bench', lot: '' },
  bidder: { name: 'bench', creditCode: '91410100MA9ABCD16M' },
  openingTime: '2026-12-01T09:30:00+08:00',
  created: '2026-11-24T10:00:00+08:00',
  entries: [
    { path: join(folder, 'in'), name: 'in', title: 'in', role: 'other', sha256: isSha256(known) ? known : undefined },
  ],
  recipients: [
    {
      certificate,
      company: 'bench',
      creditCode: '',
      person: '',
      serial: '1',
      notBefore: new Date(0),
      notAfter: new Date(0),
    },
  ],
  signer: await read('signer.der'),
  target,
  onProgress: ({ phase }) => {
    if (phase === 'reading-back') synced ??= performance.now()
  },
})
const [signed] = await signer.sign([sealed.digest])
if (signed !== undefined) await sealed.finish(signed, signer.chain)
const packed = performance.now()
const packPeak = megabytes()

warm()
const opening = performance.now()
await openBid({
  path: target,
  folder: join(folder, 'opened'),
  fileKeyFor: (header) => openHeader(header, { certificate, privateKey }),
  verify: () => Promise.resolve(),
})
const opened = performance.now()

process.stdout.write(
  JSON.stringify({
    sealed: ((synced ?? packed) - start) / 1000,
    packed: (packed - start) / 1000,
    opened: (opened - opening) / 1000,
    packPeak,
    peak: megabytes(),
  }),
)
