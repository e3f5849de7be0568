/**
 * By what one installation knows another: a self-signed certificate for mutual TLS and for signed
 * orders, exchanged as files beforehand and pinned. It stands under no root.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { issueCertificate } from '#core/certificate/issue'
import { toPem } from '#core/certificate/pem'
import { endOfProfile } from '#core/certificate/profiles'
import { exportKey } from '../keys/authority-keys.ts'
import { isMissing, writeNew } from '../keys/durable.ts'
import { PASSPHRASE } from '../keys/founding.ts'
import { createKeyBox, RANDOM_COST } from '../keys/key-box.ts'
import { readPassphrase } from '../keys/key-folder.ts'
import { finishStaged, stageFiles } from '../keys/staged.ts'

export interface Link {
  readonly certificate: Certificate
  /** PEM, as TLS takes them. */
  readonly tls: { readonly cert: string; readonly key: string }
  /** PKCS#8. */
  readonly pkcs8: Bytes
}

export interface LinkOptions {
  /** With the authority's keys. */
  readonly folder: string
  readonly passphraseFile: string | null
  readonly now: Date
  readonly random: RandomBytes
}

const NAME = 'link'
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
/** For clocks that are behind. Milliseconds. */
const BACKDATED = 3600_000

const findCertificate = async (folder: string): Promise<Certificate | null> => {
  try {
    return parseCertificate(new Uint8Array(await readFile(join(folder, `${NAME}.crt`))))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const make = async ({ now, random }: LinkOptions): Promise<{ readonly pkcs8: Bytes; readonly der: Bytes }> => {
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const notBefore = new Date(now.getTime() - BACKDATED)
  const der = await issueCertificate({
    profile: NAME,
    subject: { company: 'BidSeal', commonName: `BidSeal Link ${Buffer.from(random(4)).toString('hex').toUpperCase()}` },
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
    issuer: null,
    signingKey: keys.privateKey,
    serial: random(16),
    notBefore,
    notAfter: endOfProfile(NAME, notBefore),
    urls: null,
  })
  return { pkcs8: await exportKey(keys.privateKey), der }
}

/** Opens the key of a folder that an authority has, or makes it. Throws `passphrase-wrong`. */
export const openLink = async (options: LinkOptions): Promise<Link> => {
  const { folder, passphraseFile, random } = options
  await finishStaged(folder)
  const passphrase = await readPassphrase(passphraseFile ?? join(folder, PASSPHRASE))
  const box = createKeyBox(passphrase, random, passphraseFile === null ? RANDOM_COST : undefined)
  if ((await findCertificate(folder)) === null) {
    const made = await make(options)
    await stageFiles(folder, async (staging) => {
      await writeNew(join(staging, `${NAME}.key`), await box.seal(NAME, made.pkcs8))
      await writeNew(join(staging, `${NAME}.crt`), made.der)
    })
  }
  const certificate = parseCertificate(new Uint8Array(await readFile(join(folder, `${NAME}.crt`))))
  const pkcs8 = await box.open(NAME, await readFile(join(folder, `${NAME}.key`), 'utf8'))
  return {
    certificate,
    pkcs8,
    tls: { cert: toPem('CERTIFICATE', certificate.der), key: toPem('PRIVATE KEY', pkcs8) },
  }
}
