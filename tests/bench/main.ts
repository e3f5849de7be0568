/** `npm run bench [-- NAME… --json]`: runs benches one after the other and prints their rows. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { tableOf } from './table.ts'
import type { BenchRow } from './row.ts'

type Bench = { readonly run?: () => Promise<BenchRow[]> }

/** Files beside this one that are no benches of their own. */
const PARTS = /(-case|^main|^measure|^row|^table)(\.test)?\.ts$/

const known = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !PARTS.test(name))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort()

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const wanted = positionals.length > 0 ? positionals : known
const unknown = wanted.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${known.join(', ')}`)
  process.exit(2)
}

for (const name of wanted) {
  const bench = (await import(pathToFileURL(join(import.meta.dirname, `${name}.ts`)).href)) as Bench
  if (bench.run === undefined) throw new Error(`${name} exports no run`)
  if (!values.json) console.error(`${name} …`)
  const rows = await bench.run()
  console.log(values.json ? rows.map((row) => JSON.stringify(row)).join('\n') : tableOf(rows))
}
