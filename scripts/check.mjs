/** `npm run check`: types, lint, boundaries, formatting and unit tests. Shows only what failed. */
import { availableParallelism } from 'node:os'
import { ROOT, run, tool } from './process.mjs'
import { globSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

const CACHE = join(ROOT, 'node_modules/.cache')

/** @param {string} project path of a tsconfig.json */
const typecheck = (project) => {
  const info = join(CACHE, 'tsc', `${project.replaceAll('/', '-')}.tsbuildinfo`)
  return {
    name: `types ${dirname(project)}`,
    command: tool('typescript/bin/tsc', ['-p', project, '--incremental', '--tsBuildInfoFile', info]),
  }
}

const projects = globSync(['tsconfig.json', '{src,server,resources,tests,scripts}/**/tsconfig.json'], {
  cwd: ROOT,
}).sort()

/** The longest first: so the two lanes end together. */
const steps = [
  { name: 'unit tests', command: tool('vitest/vitest.mjs', ['run', '--project', 'unit', '--reporter=dot']) },
  {
    name: 'lint',
    command: tool('eslint/bin/eslint.js', [
      '--cache',
      '--cache-location',
      join(CACHE, 'eslint/'),
      '--max-warnings=0',
      '.',
    ]),
  },
  ...projects.map(typecheck),
  {
    name: 'boundaries',
    command: tool('dependency-cruiser/bin/dependency-cruiser.mjs', ['src', 'server', 'resources', 'scripts', 'tests']),
  },
  {
    name: 'format',
    command: tool('prettier/bin/prettier.cjs', [
      '--check',
      '--cache',
      '--cache-location',
      join(CACHE, 'prettier/check'),
      '--log-level=warn',
      '.',
    ]),
  },
]

/**
 * @param {{ name: string, command: [string, string[]] }} step
 * @returns {Promise<boolean>} whether it passed
 */
const perform = async ({ name, command: [command, args] }) => {
  const started = performance.now()
  const { code, output } = await run(command, args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(output.trimEnd())
  return code === 0
}

/**
 * Runs the named steps (all where none is named), as many at a time as the machine has cores.
 *
 * @param {(step: { name: string }) => boolean} [chosen]
 * @returns {Promise<boolean>} whether all passed
 */
export const check = async (chosen = () => true) => {
  mkdirSync(join(CACHE, 'tsc'), { recursive: true })
  const queue = steps.filter(chosen)
  let passed = true
  const lane = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) passed = (await perform(step)) && passed
  }
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, lane))
  return passed
}

if (import.meta.filename === process.argv[1]) {
  const wanted = process.argv.slice(2)
  const passed = await check(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  process.exitCode = passed ? 0 : 1
}
