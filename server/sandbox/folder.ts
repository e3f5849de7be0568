/** What stand-ins leave on the disk: their keys, and settings that a server is started with. */
import { generateKeyPair } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { KeyPair } from './stand-in.ts'

/** For this user only. */
const PRIVATE = { mode: 0o600 } as const

const write = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.new`, text, PRIVATE)
  await rename(`${file}.new`, file)
}

const makeKeyPair = (): Promise<KeyPair> =>
  promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

const readKeyPair = async (file: string): Promise<KeyPair | null> => {
  const pem = await readFile(file, 'utf8').catch(() => '')
  const [privateKey, publicKey] = pem.split('\n\n')
  return privateKey && publicKey ? { privateKey: `${privateKey}\n`, publicKey } : null
}

/** Where stand-ins keep their keys; a pair is made when it is first asked for. */
export const openKeys = async (folder: string): Promise<(name: string) => Promise<KeyPair>> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return async (name) => {
    const file = join(folder, `${name}.pem`)
    const kept = await readKeyPair(file)
    if (kept !== null) return kept
    const made = await makeKeyPair()
    await write(file, `${made.privateKey}\n${made.publicKey}`)
    return made
  }
}

/** Writes the settings of a server that uses the stand-ins; returns the file. */
export const writeSettings = async (
  folder: string,
  settings: Readonly<Record<string, object>>,
  secrets: Readonly<Record<string, string>>,
): Promise<string> => {
  for (const [name, text] of Object.entries(secrets)) await write(join(folder, name), `${text.trim()}\n`)
  const file = join(folder, 'services.json')
  await write(file, `${JSON.stringify({ format: 1, ...settings }, null, 2)}\n`)
  return file
}
