/** Sealing a 300 MB scan of 1,500 pages against hashing and copying the same file in the same run. */
import { execFile } from 'node:child_process'
import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { writeScan } from '#tests/support/scan'
import { median } from './measure.ts'
import type { BenchRow } from './row.ts'

const CASES = [
  'hash and copy',
  'BidSeal, one seal',
  'BidSeal, a seal on every page',
  'pdf-lib, one seal, unsigned',
  '@libpdf/core, signature only',
] as const
const BASE = CASES[0]
const ROUNDS = 3
const PAGES = 1500

interface Measure {
  readonly seconds: number
  readonly megabytes: number
}

const runFile = promisify(execFile)

const measure = async (name: string, input: string, folder: string): Promise<Measure> => {
  const script = fileURLToPath(new URL('./sealing-case.ts', import.meta.url))
  const output = join(folder, 'out.pdf')
  const { stdout } = await runFile(process.execPath, [script, name, input, output])
  await rm(output, { force: true })
  return JSON.parse(stdout) as Measure
}

/** The scan, made once and kept in the system's folder for temporary files. */
const scan = async (): Promise<string> => {
  const path = join(tmpdir(), `bidseal-scan-${PAGES}.pdf`)
  const isThere = await stat(path).catch(() => null)
  if (isThere === null) {
    await writeScan(`${path}.part`, { pages: PAGES })
    await rename(`${path}.part`, path)
  }
  return path
}

/** Medians of three rounds, each case in a process of its own; seconds and peak resident memory. */
export const run = async (): Promise<BenchRow[]> => {
  const input = await scan()
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-bench-'))
  const measures = new Map<string, Measure[]>(CASES.map((name) => [name, []]))
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const name of CASES) measures.get(name)?.push(await measure(name, input, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const secondsOf = (name: string): number => median((measures.get(name) ?? []).map(({ seconds }) => seconds))
  return CASES.flatMap((name): BenchRow[] => {
    const seconds = secondsOf(name)
    const megabytes = Math.max(...(measures.get(name) ?? []).map((each) => each.megabytes))
    const isBase = name === BASE
    return [
      {
        bench: 'sealing',
        case: `${name}: time`,
        value: seconds,
        unit: 's',
        ratio: isBase ? null : seconds / secondsOf(BASE),
        against: isBase ? null : BASE,
      },
      { bench: 'sealing', case: `${name}: peak memory`, value: megabytes, unit: 'MB', ratio: null, against: null },
    ]
  })
}
