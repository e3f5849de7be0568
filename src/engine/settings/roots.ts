/** The root certificates that are trusted: one file each in the data folder, and those of this run. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fromUtf8, ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import { writeAtomic } from '../files/atomic.ts'
import { withFileErrors } from '../files/errors.ts'

const MAX_SIZE = 256 * 1024
const PEM = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END (?:TRUSTED )?CERTIFICATE-----/g

/** DER of the certificates in a PEM or DER file. */
const certificatesIn = (content: Bytes): readonly Bytes[] => {
  if (content[0] === 0x30) return [content]
  try {
    return [...fromUtf8(content).matchAll(PEM)].map(([, body = '']) => ownBytes(Buffer.from(body, 'base64')))
  } catch (cause) {
    throw new AppError('certificate-malformed', {}, cause)
  }
}

const requireRoot = (der: Bytes): Certificate => {
  const certificate = parseCertificate(der)
  if (certificate.usage !== 'authority' || !certificate.isSelfSigned)
    throw new AppError('certificate-wrong-usage', { found: certificate.usage })
  return certificate
}

/**
 * Reads a file with one root certificate, or with several when it is PEM. Rejects with
 * `certificate-malformed`, `certificate-wrong-usage` for anything but a root, or a file error.
 */
export const readRoots = async (path: string): Promise<readonly Certificate[]> => {
  const content = await withFileErrors(path, 'read', async () => {
    const { size } = await stat(path)
    if (size > MAX_SIZE) throw new AppError('certificate-malformed', { reason: 'too large' })
    return ownBytes(await readFile(path))
  })
  const found = certificatesIn(content).map(requireRoot)
  if (found.length === 0) throw new AppError('certificate-malformed', { reason: 'no certificate' })
  return found
}

/** A fingerprint however people write it. */
const normal = (fingerprint: string): string => fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase()

export interface Roots {
  all(): readonly Certificate[]
  /** The only certificate of a file; `certificate-malformed` when there are more. */
  read(path: string): Promise<Certificate>
  /** Trusts the root in a file from now on, if it is the one the user has compared; else `certificate-untrusted`. */
  add(path: string, fingerprint: string): Promise<void>
}

const readKept = async (folder: string): Promise<readonly Certificate[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.der')).sort()
  const kept: Certificate[] = []
  for (const name of names) {
    try {
      kept.push(...(await readRoots(join(folder, name))))
    } catch {
      // A file that is no root is trusted by nobody; it must not keep the program from starting.
    }
  }
  return kept
}

/** @param files PEM or DER files whose roots are trusted for this run */
export const openRoots = async (dataFolder: string, files: readonly string[]): Promise<Roots> => {
  const folder = join(dataFolder, 'roots')
  await withFileErrors(folder, 'write', () => mkdir(folder, { recursive: true }))
  const trusted = new Map<string, Certificate>()
  const trust = (certificates: readonly Certificate[]): void => {
    for (const certificate of certificates) trusted.set(certificate.fingerprint, certificate)
  }
  trust(await readKept(folder))
  for (const file of files) trust(await readRoots(file))

  const read = async (path: string): Promise<Certificate> => {
    const [root, ...others] = await readRoots(path)
    if (root === undefined || others.length > 0)
      throw new AppError('certificate-malformed', { reason: 'not one certificate' })
    return root
  }
  return {
    all: () => [...trusted.values()],
    read,
    add: async (path, fingerprint) => {
      const root = await read(path)
      if (normal(fingerprint) !== root.fingerprint)
        throw new AppError('certificate-untrusted', { reason: 'fingerprint' })
      await writeAtomic(join(folder, `${root.fingerprint}.der`), root.der)
      trust([root])
    },
  }
}
