/** The engine behind a page in the browser: `node src/engine/host-web.ts --data DIR [--port N] [--server URL] [--root FILE]…` */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createEngine } from './engine.ts'
import { openInbox } from './web/inbox.ts'
import { startWebHost } from './web/server.ts'

const ROOT = resolve(import.meta.dirname, '../..')

const report = (error: unknown): void => {
  process.stderr.write(`engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    server: { type: 'string' },
    root: { type: 'string', multiple: true, default: [] },
  },
})
if (!values.data) throw new Error('--data DIR is missing')

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
const engine = await createEngine({
  dataFolder: resolve(values.data),
  ...(values.server ? { server: values.server } : {}),
  roots: values.root,
  version,
})
const host = await startWebHost({
  engine,
  inbox: await openInbox(join(resolve(values.data), 'inbox')),
  folder: join(ROOT, 'dist/renderer'),
  port: Number(values.port),
  onBug: report,
})

const stop = async (): Promise<void> => {
  await host.close()
  await engine.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stop().catch((error: unknown) => {
      report(error)
      process.exit(1)
    })
  })
}

process.stdout.write(`${JSON.stringify({ event: 'listening', address: host.address, data: values.data })}\n`)
