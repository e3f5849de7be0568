import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Threads and processes that tests start read compiled TypeScript instead of compiling it again. */
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url))

/** Whose store is that of the test set-up: they run on PostgreSQL as well. */
const STORED = globSync('server/**/*.test.ts', { cwd: import.meta.dirname }).filter((file) =>
  /tests\/support\/(database|server|issuing-bench)'/.test(readFileSync(file, 'utf8')),
)

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'server/**/*.test.ts'],
          testTimeout: 30_000,
          // Files share a process, as starting one for each took a third of the time: no test may leave anything global changed.
          isolate: false,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'flows',
          include: ['tests/flows/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'postgres',
          include: STORED,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          globalSetup: 'tests/support/postgres-setup.ts',
          setupFiles: 'tests/support/postgres-env.ts',
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
