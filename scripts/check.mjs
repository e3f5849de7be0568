/**
 * `npm run check`: types and lint, boundaries and unit tests, as many at a time as there are cores. Shows
 * how long each took and the words of what failed. `npm run check -- boundaries format` runs these two.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { CACHE, recentNode, ROOT, run, tool } from './process.mjs'

/** @type {readonly { name: string, isOnRequest?: boolean, command: [string, string[]] }[]} the longest first, so that the lanes end together */
const steps = [
  { name: 'unit tests', command: tool('vitest/vitest.mjs', ['run', '--project', 'unit', '--reporter=dot']) },
  { name: 'types and lint', command: [recentNode(), [join(ROOT, 'scripts/types-and-lint.mjs')]] },
  {
    name: 'format',
    // Editors do it, and CI looks at it.
    isOnRequest: true,
    command: tool('prettier/bin/prettier.cjs', [
      ...['--check', '--log-level=warn', '--cache', '--cache-strategy=content'],
      ...[`--cache-location=${join(CACHE, 'prettier/check')}`, '.'],
    ]),
  },
  {
    name: 'boundaries',
    command: tool('dependency-cruiser/bin/dependency-cruiser.mjs', [
      `--cache=${join(CACHE, 'dependency-cruiser')}`,
      '--cache-strategy=content',
      ...['src', 'server', 'resources', 'scripts', 'tests'],
    ]),
  },
]

const secondsSince = (/** @type {number} */ started) => ((performance.now() - started) / 1000).toFixed(1)

/**
 * @param {{ name: string, command: [string, string[]] }} step
 * @returns {Promise<boolean>} whether it passed
 */
const perform = async ({ name, command: [command, args] }) => {
  const started = performance.now()
  const { code, output } = await run(command, args)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${secondsSince(started)} s)`)
  if (code !== 0) console.log(output.trimEnd())
  return code === 0
}

const wanted = process.argv.slice(2)
const queue = steps.filter(({ name, isOnRequest = false }) =>
  wanted.length === 0 ? !isOnRequest : wanted.some((word) => name.includes(word)),
)
const started = performance.now()
let passed = true
const lane = async () => {
  for (let step = queue.shift(); step; step = queue.shift()) passed = (await perform(step)) && passed
}
await Promise.all(Array.from({ length: availableParallelism() }, lane))
console.log(`${passed ? 'passed' : 'FAILED'} in ${secondsSince(started)} s`)
process.exitCode = passed ? 0 : 1
