/**
 * 1 GiB of random bytes into a bid file and out again, beside age in the same run. Both write to a
 * file that is synced before the clock stops; before every measurement the same amount of memory
 * is touched and freed, so that nobody pays for fresh pages of a virtual machine. age encrypts and
 * authenticates; BidSeal also digests plaintext and ciphertext and, for `packed`, reads all back.
 */
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createHash, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { testRecipient } from '#tests/support/bid'
import { testSigner } from '#tests/support/pki'
import { build } from 'vite'
import { median, seconds } from './measure.ts'
import type { BenchRow } from './row.ts'

const SIZE = 1024 ** 3
const ROUNDS = 3

interface Measure {
  readonly sealed: number
  readonly packed: number
  readonly opened: number
  readonly packPeak: number
  readonly peak: number
}

const runFile = promisify(execFile)

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The case and its threads as JavaScript, like the bundle of the desktop client. */
const bundle = async (): Promise<string> => {
  const outDir = pathOf('../../dist/bench')
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: {
        input: {
          'bidfile-case': pathOf('./bidfile-case.ts'),
          'bid-worker': pathOf('../../src/engine/bidfile/bid-worker.ts'),
          'block-worker': pathOf('../../src/engine/bidfile/block-worker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  })
  return join(outDir, 'bidfile-case.js')
}

/** Returns the SHA-256 of what it has written. */
const writeRandom = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  const stream = createWriteStream(path)
  const piece = 4 * 1024 * 1024
  for (let written = 0; written < SIZE; written += piece) {
    const bytes = randomBytes(piece)
    hash.update(bytes)
    if (!stream.write(bytes)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  return hash.digest('hex')
}

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+')
  await handle.sync()
  await handle.close()
}

const prepare = async (folder: string): Promise<string> => {
  const recipient = await testRecipient()
  const signer = await testSigner()
  const pkcs8 = async (key: typeof recipient.privateKey) => new Uint8Array(await crypto.subtle.exportKey('pkcs8', key))
  await writeFile(join(folder, 'recipient.der'), recipient.certificate)
  await writeFile(join(folder, 'recipient.pk8'), await pkcs8(recipient.privateKey))
  await writeFile(join(folder, 'signer.der'), signer.chain[0] ?? '')
  await writeFile(join(folder, 'signer.pk8'), await pkcs8(signer.privateKey))
  await runFile('age-keygen', ['-o', join(folder, 'age.key')])
  return writeRandom(join(folder, 'in'))
}

/** Medians of three rounds; times in seconds, memory as the highest resident set of all rounds. */
export const run = async (): Promise<BenchRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-bench-'))
  const at = (name: string): string => join(folder, name)
  const warmScript = `dd if=/dev/zero of='${at('warm')}' bs=4M count=${SIZE / 2 ** 21} conv=fsync 2>/dev/null && rm '${at('warm')}'`
  const warm = () => runFile('sh', ['-c', warmScript])
  const ours: Measure[] = []
  const known: Measure[] = []
  const age = { in: [] as number[], out: [] as number[] }
  try {
    const script = await bundle()
    const digest = await prepare(folder)
    const recipient = /age1[a-z0-9]+/.exec(await readFile(at('age.key'), 'utf8'))?.[0] ?? ''
    for (let round = 0; round < ROUNDS; round++) {
      await warm()
      age.in.push(
        await seconds(async () => {
          await runFile('age', ['-r', recipient, '-o', at('in.age'), at('in')])
          await sync(at('in.age'))
        }),
      )
      await warm()
      age.out.push(
        await seconds(async () => {
          await runFile('age', ['-d', '-i', at('age.key'), '-o', at('age.out'), at('in.age')])
          await sync(at('age.out'))
        }),
      )
      await rm(at('in.age'))
      await rm(at('age.out'))
      for (const [measures, sha256] of [
        [ours, ''],
        [known, digest],
      ] as const) {
        const { stdout } = await runFile(process.execPath, [script, folder, warmScript, sha256])
        measures.push(JSON.parse(stdout) as Measure)
        await rm(at('out.ebid'))
        await rm(at('opened'), { recursive: true })
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const row = (name: string, value: number, unit: string, base: number | null, against: string | null): BenchRow => ({
    bench: 'bidfile',
    case: name,
    value,
    unit,
    ratio: base === null ? null : value / base,
    against,
  })
  const [ageIn, ageOut] = [median(age.in), median(age.out)]
  const of = (field: keyof Measure, measures = ours): number => median(measures.map((measure) => measure[field]))
  const peak = (field: keyof Measure): number => Math.max(...[...ours, ...known].map((measure) => measure[field]))
  return [
    row('age: 1 GiB encrypted and synced', ageIn, 's', null, null),
    row('BidSeal: 1 GiB encrypted, sealed and synced', of('sealed'), 's', ageIn, 'age, encrypted'),
    row('BidSeal: the same, digest known as in a project', of('sealed', known), 's', ageIn, 'age, encrypted'),
    row('BidSeal: encrypted, sealed, synced, read back', of('packed'), 's', ageIn + ageOut, 'age, in and out'),
    row('age: 1 GiB decrypted and synced', ageOut, 's', null, null),
    row('BidSeal: 1 GiB opened, checked and synced', of('opened'), 's', ageOut, 'age, decrypted'),
    row('BidSeal: peak memory, packing', peak('packPeak'), 'MB', null, null),
    row('BidSeal: peak memory, packing and opening', peak('peak'), 'MB', null, null),
  ]
}
