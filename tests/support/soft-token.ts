/** A token of SoftHSM2 for this process and its children: real PKCS#11, without the hardware. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const SOFT_MODULE = '/usr/lib/softhsm/libsofthsm2.so'

export interface SoftToken {
  readonly label: string
  readonly pin: string
  /** What the ceremony is told; a file with the PIN is written where one is named. */
  readonly args: readonly string[]
  /** Takes it out, with all that it holds. */
  unplug(): void
  plug(): void
}

/** Where SoftHSM2 of this process looks for tokens from now on, until the returned function is called. */
export const softTokens = (folder: string): (() => void) => {
  const before = process.env['SOFTHSM2_CONF']
  const tokens = join(folder, 'tokens')
  mkdirSync(tokens)
  writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${tokens}\nlog.level = ERROR\n`)
  process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf')
  return () => {
    if (before === undefined) delete process.env['SOFTHSM2_CONF']
    else process.env['SOFTHSM2_CONF'] = before
  }
}

export const makeSoftToken = (folder: string, label: string, pin: string): SoftToken => {
  const tokens = join(folder, 'tokens')
  const before = new Set(readdirSync(tokens))
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', '90210', '--pin', pin])
  const own = readdirSync(tokens).find((name) => !before.has(name)) ?? ''
  const pinFile = join(folder, `${label}.pin`)
  writeFileSync(pinFile, `${pin}\n`)
  return {
    label,
    pin,
    args: ['--pkcs11', SOFT_MODULE, '--token', label, '--pin-file', pinFile],
    unplug: () => renameSync(join(tokens, own), join(folder, own)),
    plug: () => renameSync(join(folder, own), join(tokens, own)),
  }
}
