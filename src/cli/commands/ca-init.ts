import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { AppError } from '#core/errors'
import { caTool } from '../ca-tool.ts'
import { dataOption, passphraseFileOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'
import { spoken } from '../spoken.ts'

interface InitOptions {
  readonly json?: boolean
  readonly data: string
  readonly offline?: string
  readonly passphraseFile?: string
  readonly public: string
  readonly pkcs11?: string
  readonly token?: string
  readonly pinFile?: string
}

const record = z.object({
  data: z.string(),
  offline: z.string(),
  certificates: z.array(
    z.object({
      key: z.string(),
      subject: z.string(),
      serial: z.string(),
      fingerprint: z.string(),
      notAfter: z.string(),
    }),
  ),
  shares: z.array(z.string()),
})

/** Where the keys are made instead of in files; null for files. */
const tokenOf = ({ pkcs11, token, pinFile }: InitOptions): object | null => {
  if (pkcs11 === undefined && token === undefined && pinFile === undefined) return null
  if (pkcs11 === undefined || token === undefined)
    throw new AppError('invalid-input', { reason: '--pkcs11 and --token belong together' })
  return { module: pkcs11, token, pinFile: pinFile === undefined ? null : resolve(pinFile) }
}

const init = async (options: InitOptions, { signal }: Work): Promise<Outcome> => {
  const data = resolve(options.data)
  const offline = resolve(options.offline ?? `${data}-offline`)
  const passphraseFile = options.passphraseFile === undefined ? null : resolve(options.passphraseFile)
  const token = tokenOf(options)
  const order = { command: 'init', data, offline, passphraseFile, token, address: options.public }
  const held = await caTool(order, record, signal)
  return {
    json: held,
    lines: [
      ['folder', held.data],
      ['offline', held.offline],
      ...held.certificates.flatMap(({ subject, serial, fingerprint, notAfter }): Outcome['lines'] => [
        ['certificate', subject],
        ['serial', serial],
        ['sha256', spoken(fingerprint)],
        ['until', notAfter],
      ]),
      ['shares', held.shares.join(', ')],
      ['next', { text: 'ca.init.next' }],
    ],
  }
}

export const addCaInit = (ca: Command, perform: Perform): void => {
  ca.command('init')
    .description('Hold the key ceremony: make the keys of a new authority, its root offline.')
    .addOption(dataOption())
    .option('--offline <dir>', "new folder for the root's key and the recovery shares; DATA-offline unless given")
    .addOption(passphraseFileOption())
    .addOption(
      new Option('--public <url>', 'address that phones and certificates will know the server by').default(
        'http://localhost:4180',
      ),
    )
    .option(
      '--pkcs11 <library>',
      'make the keys that sign while the server runs in a hardware token: its PKCS#11 library',
    )
    .option('--token <label>', 'which token')
    .option('--pin-file <file>', "file with the token's PIN; else it is read from BIDSEAL_TOKEN_PIN, at every start")
    .addHelpText(
      'after',
      '\nBoth folders must be new or empty. What it prints belongs into the record of the ceremony.',
    )
    .action((options: InitOptions) => perform(options, (work) => init(options, work)))
}
