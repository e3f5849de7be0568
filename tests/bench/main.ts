/** `npm run bench [-- NAME… --json]`: runs benches one after the other and prints their rows. */
import { parseArgs } from 'node:util'
import { BENCHES } from './benches.ts'
import { tableOf } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const known = Object.keys(BENCHES)
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${known.join(', ')}`)
  process.exit(2)
}

for (const [name, load] of Object.entries(BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const { run } = await load()
  if (!values.json) console.error(`${name} …`)
  const rows = await run()
  console.log(values.json ? rows.map((row) => JSON.stringify(row)).join('\n') : tableOf(rows))
}
