/** The stand-ins as a process of their own. It ends with whoever holds its standard input. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startSandbox } from './sandbox.ts'

process.umask(0o077)

const { values } = parseArgs({
  options: { folder: { type: 'string', default: 'data/sandbox' }, server: { type: 'string' } },
})

/** A Ctrl-C in a terminal goes to the server as well, which ends this. */
process.on('SIGINT', () => undefined)

const { server } = values
const sandbox = await startSandbox({ folder: resolve(values.folder), ...(server === undefined ? {} : { server }) })

const end = async (): Promise<never> => {
  await sandbox.close()
  process.exit(0)
}
process.once('SIGTERM', () => void end())
process.stdin.once('end', () => void end()).resume()

const { page, settings, addresses } = sandbox
process.stdout.write(`${JSON.stringify({ event: 'listening', page, settings, addresses })}\n`)
