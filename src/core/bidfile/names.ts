/**
 * Names of entries in a bid file: relative paths with `/`, that mean the same file on Windows,
 * macOS and Linux and cannot leave the folder they are written to.
 */
import { utf8 } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'

const MAX_NAME = 1024
const MAX_PART = 240
const MAX_DEPTH = 16

/** Control and format characters (bidirectional overrides among them), lone surrogates, and what Windows forbids. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\:*?"<>|]/u
const RESERVED = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/** Why a name is not safe, or null when it is. The reasons are for details of an error. */
export const nameFault = (name: string): string | null => {
  if (name === '') return 'empty'
  if (utf8(name).length > MAX_NAME) return 'too long'
  if (name !== name.normalize('NFC')) return 'not NFC'
  const parts = name.split('/')
  if (parts.length > MAX_DEPTH) return 'too deep'
  return parts.map(partFault).find((fault) => fault !== null) ?? null
}

const partFault = (part: string): string | null => {
  if (part === '') return 'absolute or empty part'
  if (part === '.' || part === '..') return 'dots'
  if (utf8(part).length > MAX_PART) return 'too long'
  if (FORBIDDEN.test(part)) return 'forbidden character'
  if (/[. ]$/.test(part) || part.startsWith(' ')) return 'trailing dot or space'
  if (RESERVED.test(part)) return 'reserved name'
  return null
}

/** What two names have in common when a file system may take them for one: NFC, then case folded. */
export const foldName = (name: string): string => name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')

/**
 * Checks the names of all entries together. Throws `entry-name-unsafe` for a name that is not safe,
 * for two that some file system takes for one, and for one that is a folder of another.
 */
export const requireSafeNames = (names: readonly string[]): void => {
  const files = new Map<string, string>()
  for (const name of names) {
    const fault = nameFault(name)
    if (fault !== null) throw new AppError('entry-name-unsafe', { name: name.slice(0, 255), reason: fault })
    const folded = foldName(name)
    if (files.has(folded)) throw new AppError('entry-name-unsafe', { name, reason: 'same as another' })
    files.set(folded, name)
  }
  for (const [folded, name] of files) {
    const parts = folded.split('/')
    for (let depth = 1; depth < parts.length; depth++)
      if (files.has(parts.slice(0, depth).join('/')))
        throw new AppError('entry-name-unsafe', { name, reason: 'file and folder' })
  }
}
