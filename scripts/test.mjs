/** `npm test`: unit tests and flows, then end to end; one line of sums at the very end. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run, tool } from './process.mjs'

const RESULTS = join(ROOT, 'test-results')
const VITEST = join(RESULTS, 'vitest.json')
const PLAYWRIGHT = join(RESULTS, 'playwright.json')

/** @typedef {{ passed: number, failed: number, skipped: number }} Sums */

/** A runner that left no report has failed once, whatever it was. */
const NOTHING = { passed: 0, failed: 1, skipped: 0 }

/**
 * @param {string} path
 * @param {(report: any) => Sums} count
 * @returns {Sums}
 */
const sumsOf = (path, count) => {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return NOTHING
  }
}

/** A file that could not even be loaded has no tests, and counts as one that failed. */
const vitestSums = () =>
  sumsOf(VITEST, ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) => {
    const broken = testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ { status, assertionResults }) =>
        status === 'failed' && assertionResults.length === 0,
    )
    return {
      passed: numPassedTests,
      failed: numFailedTests + broken.length,
      skipped: numPendingTests + numTodoTests,
    }
  })

const playwrightSums = () =>
  sumsOf(PLAYWRIGHT, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }))

rmSync(RESULTS, { recursive: true, force: true })
mkdirSync(RESULTS, { recursive: true })

const vitest = tool('vitest/vitest.mjs', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${VITEST}`,
])
const units = await run(...vitest, { show: true })

const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT, PLAYWRIGHT_HTML_OPEN: 'never' }
const ends = await run(...tool('@playwright/test/cli.js', ['test', '--reporter=list,json,html']), { show: true, env })

const sums = [vitestSums(), playwrightSums()]
const total = (/** @type {keyof Sums} */ key) => sums.reduce((sum, counts) => sum + counts[key], 0)
const failed = Math.max(total('failed'), units.code === 0 && ends.code === 0 ? 0 : 1)
console.log(`${total('passed')} passed, ${failed} failed, ${total('skipped')} skipped`)
process.exitCode = failed === 0 ? 0 : 1
