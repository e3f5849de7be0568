/**
 * A hardware token, spoken to by PKCS#11: keys are made in it and never leave it. Several sessions
 * sign at once; a token that was taken out and put back is logged in to again.
 */
import type * as Graphene from 'graphene-pk11'
import type { Module, Session, Slot } from 'graphene-pk11'
import { concat, fromHex, ownBytes, toHex, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { RemoteKey } from '#core/cms/signing-key'
import { AppError } from '#core/errors'

export interface TokenPlace {
  /** The vendor's library. */
  readonly module: string
  /** The token's label. */
  readonly token: string
}

export interface TokenOptions extends TokenPlace {
  readonly pin: string
  readonly random: RandomBytes
}

export interface TokenKey {
  /** CKA_ID in hexadecimal. */
  readonly id: string
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Bytes
}

export interface Token {
  /** Makes a P-256 key pair whose private half cannot be exported. */
  makeKey(label: string): Promise<TokenKey>
  /** Signs with `token-missing`, `token-pin-wrong` and `token-key-missing` for failures. */
  key(id: string): RemoteKey
  close(): Promise<void>
}

interface Library {
  readonly pkcs11: typeof Graphene
  readonly module: Module
  users: number
}

interface Connection {
  sign(id: string, digest: Bytes): Promise<Bytes>
  makeKey(label: string, id: string): TokenKey
  /** When all that was begun has ended. */
  close(): Promise<void>
}

const SESSIONS = 4
const ID_LENGTH = 16
/** How long a token that was not there is not looked for again; milliseconds. */
const PAUSE = 1000
/** CKF_OS_LOCKING_OK: signatures are made in threads. */
const THREADS = { flags: 2 }
/** OBJECT IDENTIFIER prime256v1. */
const P256 = Buffer.from('06082a8648ce3d030107', 'hex')
/** SubjectPublicKeyInfo of P-256, up to the point. */
const SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
const POINT = 65

/** A library may be initialized once in a process. */
const libraries = new Map<string, Promise<Library>>()

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : '')

/** What the library itself says, not we. */
const isRefusal = (error: unknown): boolean => reasonOf(error).startsWith('CKR_')

const load = async (path: string): Promise<Library> => {
  const pkcs11 = await import('graphene-pk11').catch((cause: unknown) => {
    throw new AppError('token-missing', { reason: 'the package graphene-pk11 is not installed' }, cause)
  })
  try {
    return { pkcs11, module: pkcs11.Module.load(path), users: 0 }
  } catch (cause) {
    throw new AppError('token-missing', { module: path, reason: reasonOf(cause) }, cause)
  }
}

const acquire = async (path: string): Promise<Library> => {
  const loading = libraries.get(path) ?? load(path)
  libraries.set(path, loading)
  const library = await loading.catch((error: unknown) => {
    libraries.delete(path)
    throw error
  })
  try {
    if (library.users === 0) library.module.initialize(THREADS)
  } catch (cause) {
    throw new AppError('token-missing', { module: path, reason: reasonOf(cause) }, cause)
  }
  library.users++
  return library
}

const finalize = ({ module }: Library): void => {
  try {
    module.finalize()
  } catch {
    // It was not initialized: the last attempt to do that has failed.
  }
}

const release = (library: Library): void => {
  if (--library.users === 0) finalize(library)
}

/** Lets the library look again at what is plugged in, unless somebody else still works with it. */
const restart = (library: Library): void => {
  if (library.users > 1) return
  finalize(library)
  library.module.initialize(THREADS)
}

const findSlot = ({ module }: Library, label: string): Slot => {
  const slots = module.getSlots(true)
  for (let at = 0; at < slots.length; at++) {
    const slot = slots.items(at)
    if (slot.getToken().label === label) return slot
  }
  throw new AppError('token-missing', { token: label })
}

const logIn = ({ pkcs11 }: Library, slot: Slot, session: Session, pin: string): void => {
  const { flags, label } = slot.getToken()
  // The next wrong PIN would lock the token: people are to look first.
  if ((flags & (pkcs11.TokenFlag.USER_PIN_LOCKED | pkcs11.TokenFlag.USER_PIN_FINAL_TRY)) !== 0)
    throw new AppError('token-pin-wrong', { token: label, reason: 'locked, or one try is left' })
  try {
    session.login(pin)
  } catch (cause) {
    const reason = reasonOf(cause)
    if (reason.startsWith('CKR_USER_ALREADY_LOGGED_IN')) return
    if (reason.startsWith('CKR_PIN_')) throw new AppError('token-pin-wrong', { token: label, reason }, cause)
    throw cause
  }
}

const connect = (library: Library, { token, pin }: TokenOptions): Connection => {
  const { pkcs11 } = library
  const slot = findSlot(library, token)
  const flags = pkcs11.SessionFlag.SERIAL_SESSION | pkcs11.SessionFlag.RW_SESSION
  const first = slot.open(flags)
  try {
    logIn(library, slot, first, pin)
  } catch (error) {
    first.close()
    throw error
  }
  const idle = [first, ...Array.from({ length: SESSIONS - 1 }, () => slot.open(flags))]
  const waiting: ((session: Session) => void)[] = []
  const handles = new Map<string, Parameters<Session['createSign']>[1]>()

  const take = async (): Promise<Session> => idle.pop() ?? new Promise((resolve) => waiting.push(resolve))
  const give = (session: Session): void => {
    const next = waiting.shift()
    if (next === undefined) idle.push(session)
    else next(session)
  }

  const handleOf = (session: Session, id: string): Parameters<Session['createSign']>[1] => {
    const known = handles.get(id)
    if (known !== undefined) return known
    const found = session.find({ class: pkcs11.ObjectClass.PRIVATE_KEY, id: Buffer.from(fromHex(id) ?? []) })
    if (found.length !== 1) throw new AppError('token-key-missing', { token, id })
    const handle = found.items(0).toType<Parameters<Session['createSign']>[1]>()
    handles.set(id, handle)
    return handle
  }

  return {
    sign: async (id, digest) => {
      const session = await take()
      try {
        const operation = session.createSign(pkcs11.MechanismEnum.ECDSA, handleOf(session, id))
        return await new Promise<Bytes>((resolve, reject) =>
          operation.once(Buffer.from(digest), (error, signature) => {
            if (error === null || error === undefined) resolve(ownBytes(signature))
            else reject(error)
          }),
        )
      } finally {
        give(session)
      }
    },
    makeKey: (label, id) => {
      const shared = { id: Buffer.from(fromHex(id) ?? []), label, token: true, keyType: pkcs11.KeyType.EC }
      const pair = first.generateKeyPair(
        pkcs11.KeyGenMechanism.EC,
        { ...shared, private: false, verify: true, paramsECDSA: P256 },
        { ...shared, private: true, sensitive: true, extractable: false, sign: true },
      )
      const kept = pair.privateKey.getAttribute({ sensitive: null, extractable: null })
      if (kept.sensitive !== true || kept.extractable !== false)
        throw new AppError('internal', { reason: 'the token made a key that can be exported' })
      const { pointEC } = pair.publicKey.getAttribute({ pointEC: null })
      if (!pointEC || pointEC.length < POINT) throw new AppError('internal', { reason: 'no public key' })
      return { id, publicKey: concat(SPKI, pointEC.subarray(-POINT)) }
    },
    close: async () => {
      const all: Session[] = []
      while (all.length < SESSIONS) all.push(await take())
      for (const session of all) {
        try {
          session.close()
        } catch {
          // of a token that is gone
        }
      }
    },
  }
}

/** Logs in once. Throws `token-missing` and `token-pin-wrong`; a wrong PIN is not tried again. */
export const openToken = async (options: TokenOptions): Promise<Token> => {
  const { module, token, random } = options
  const library = await acquire(module)

  const open = async (): Promise<Connection> => {
    try {
      return connect(library, options)
    } catch (cause) {
      throw isRefusal(cause) ? new AppError('token-missing', { token, reason: reasonOf(cause) }, cause) : cause
    }
  }

  let isClosed = false
  let missedAt = Number.NEGATIVE_INFINITY
  let current = open()
  try {
    await current
  } catch (error) {
    release(library)
    throw error
  }

  /** Begins anew, once for all who found the connection lost. */
  const renew = (lost: Promise<Connection>): void => {
    if (current !== lost || performance.now() - missedAt < PAUSE) return
    current = lost
      .then((connection) => connection.close())
      .catch(() => undefined)
      .then(() => {
        restart(library)
        return open()
      })
      .catch((error: unknown) => {
        missedAt = performance.now()
        throw error
      })
  }

  const isLost = (error: unknown): boolean =>
    isRefusal(error) || (error instanceof AppError && error.code === 'token-missing')

  const sign = async (id: string, digest: Bytes): Promise<Bytes> => {
    if (isClosed) throw new AppError('token-missing', { token, reason: 'closed' })
    const used = current
    try {
      return await (await used).sign(id, digest)
    } catch (error) {
      if (!isLost(error)) throw error
      renew(used)
    }
    try {
      return await (await current).sign(id, digest)
    } catch (cause) {
      throw isRefusal(cause) ? new AppError('token-missing', { token, reason: reasonOf(cause) }, cause) : cause
    }
  }

  return {
    makeKey: async (label) => (await current).makeKey(label, toHex(random(ID_LENGTH))),
    key: (id) => ({ sign: async (data) => sign(id, await sha256(data)) }),
    close: async () => {
      isClosed = true
      await current.then((connection) => connection.close()).catch(() => undefined)
      release(library)
    },
  }
}
