/** The authority's keys in a hardware token: made there, certified here, checked at every start. */
import { ecdsaToDer } from '#core/cms/ecdsa'
import { parseElement } from '#core/cms/der'
import { utf8 } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { RemoteKey } from '#core/cms/signing-key'
import type { Certificate } from '#core/certificate/certificate'
import { ECDSA_SHA256, isSignedBy } from '#core/certificate/signature'
import { AppError } from '#core/errors'
import { certifyAuthorityKey, titleOf, type AuthorityKey, type CertifyOptions, type Issuer } from './authority-keys.ts'
import { openToken, type Token } from './token.ts'
import { readPin, TOKEN_KEYS, type TokenChoice, type TokenKeyName, type TokenSettings } from './token-settings.ts'

export const isTokenKey = (name: AuthorityKey): name is TokenKeyName =>
  (TOKEN_KEYS as readonly AuthorityKey[]).includes(name)

export interface MadeTokenKey extends Issuer {
  readonly id: string
}

/** Throws `token-missing`, `token-pin-wrong`. */
export const openTokenOf = async ({ module, token, pinFile }: TokenChoice, random: RandomBytes): Promise<Token> =>
  openToken({ module, token, pin: await readPin(pinFile), random })

/** Makes a key in the token, and its certificate. */
export const makeTokenKey = async (
  token: Token,
  options: CertifyOptions & { readonly issuer: Issuer },
): Promise<MadeTokenKey> => {
  const { id, publicKey } = await token.makeKey(titleOf(options.name, options.id))
  return { id, certificate: await certifyAuthorityKey(options, publicKey), privateKey: token.key(id) }
}

const PROBE = utf8('BidSeal: does this key belong to its certificate?')

const signs = async (key: RemoteKey, { spki }: Certificate): Promise<boolean> =>
  isSignedBy(spki, parseElement(ECDSA_SHA256), PROBE, ecdsaToDer(await key.sign(PROBE)))

/** Has every key sign once. Throws `token-key-missing` for one that is not there or not its certificate's. */
export const checkTokenKeys = async (
  token: Token,
  { keys, token: label }: TokenSettings,
  certificates: { readonly [name in TokenKeyName]: Certificate },
): Promise<void> => {
  for (const name of TOKEN_KEYS) {
    const id = keys[name]
    if (id === undefined) continue
    const isOurs = await signs(token.key(id), certificates[name]).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'token-key-missing') return null
      throw error
    })
    if (isOurs === true) continue
    const reason = isOurs === null ? 'missing' : 'another key'
    throw new AppError('token-key-missing', { token: label, key: name, id, reason })
  }
}
