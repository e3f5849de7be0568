/** The server as a program: reads its arguments, says where it listens, stops when it is told to. */
import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { pino } from 'pino'
import { AppError, errorShape } from '#core/errors'
import { startServer } from './server.ts'

const USUAL_PORT = '4180'

/** What is written is for this user only. */
process.umask(0o077)

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: USUAL_PORT },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string', default: 'data/server' },
    database: { type: 'string' },
    demo: { type: 'boolean', default: false },
    public: { type: 'string' },
    'passphrase-file': { type: 'string' },
    'reset-officer': { type: 'string' },
    'log-level': { type: 'string', default: 'info' },
    services: { type: 'string' },
    sandbox: { type: 'boolean', default: true },
  },
  allowNegative: true,
})

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

/** What the system or the database refused, however deep below; null where it was none of them. */
const refusal = (error: unknown): Error | null => {
  if (!(error instanceof Error)) return null
  if (error instanceof AppError) return error.code === 'internal' ? refusal(error.cause) : null
  return 'code' in error ? error : refusal(error.cause)
}

const fail = (error: unknown): never => {
  const refused = refusal(error)
  const shape =
    refused === null ? errorShape(error) : { code: 'server-not-started', details: { reason: refused.message } }
  process.stderr.write(`${JSON.stringify({ event: 'failed', ...shape })}\n`)
  process.exit(1)
}

const resetOfficer = values['reset-officer']
const passphraseFile = values['passphrase-file']
const servicesFile = values.services
const { database } = values

const server = await startServer({
  data: resolve(values.data),
  port: Number(values.port),
  host: values.host,
  demo: values.demo,
  sandbox: values.sandbox,
  log: pino.destination(2),
  logLevel: values['log-level'],
  ...(values.public === undefined ? {} : { publicAddress: values.public }),
  ...(database === undefined ? {} : { database }),
  ...(servicesFile === undefined ? {} : { servicesFile: resolve(servicesFile) }),
  ...(resetOfficer === undefined ? {} : { resetOfficer }),
  ...(passphraseFile === undefined ? {} : { passphraseFile: resolve(passphraseFile) }),
}).catch(fail)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close().then(() => process.exit(0), fail)
  })
}

const { address, data, root, roots, missingServices, developerPage } = server
say({
  ...{ event: 'listening', address, data, root, roots, missingServices },
  ...(developerPage === null ? {} : { developerPage }),
})
