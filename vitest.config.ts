import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Threads and processes that tests start read compiled TypeScript instead of compiling it again. */
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url))

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'server/**/*.test.ts'],
          testTimeout: 30_000,
          // Files share a process: no test may change what is global. Starting one per file took a third of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'flows',
          include: ['tests/flows/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
