/**
 * A share of a secret as a text that people print and type: 18 groups of four letters and digits
 * (Crockford's base32: no I, L, O and U), which hold
 *
 *     version 1 | set 6 | index 1 | value 32 | checksum 5   bytes
 *
 * The set is random and the same for all shares that were split together. The checksum is the
 * beginning of SHA-256 over what stands before it.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { AppError } from '../errors.ts'
import { concat, equalBytes, ownBytes, toHex, utf8, type Bytes } from './bytes.ts'
import type { Share } from './secret-shares.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** What hands and eyes mix up. */
const ALIKE: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }
const VERSION = 1
const SET_LENGTH = 6
const VALUE_LENGTH = 32
const CHECKSUM_LENGTH = 5
const LENGTH = 1 + SET_LENGTH + 1 + VALUE_LENGTH + CHECKSUM_LENGTH
const LETTERS = (LENGTH * 8) / 5
const GROUP = 4
const GROUPS_A_LINE = 6
const MARK = /^\s*share:/i

export interface LabelledShare extends Share {
  /** Six bytes in hexadecimal. */
  readonly set: string
}

export const newShareSet = (random: (length: number) => Bytes): string => toHex(random(SET_LENGTH))

const checksum = (content: Uint8Array): Bytes =>
  ownBytes(sha256(concat(utf8('bidseal share'), content))).slice(0, CHECKSUM_LENGTH)

const encode = (bytes: Uint8Array): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}

/** Lines of six groups of four. Throws a RangeError for a share of another length. */
export const writeShare = ({ set, index, value }: LabelledShare): string => {
  const head = [VERSION, ...(set.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)), index]
  const content = concat(Uint8Array.from(head), value)
  if (content.length !== LENGTH - CHECKSUM_LENGTH) throw new RangeError('length of a share')
  const groups = encode(concat(content, checksum(content))).match(new RegExp(`.{${GROUP}}`, 'g')) ?? []
  const lines = Array.from({ length: groups.length / GROUPS_A_LINE }, (_, line) =>
    groups.slice(line * GROUPS_A_LINE, (line + 1) * GROUPS_A_LINE).join('-'),
  )
  return lines.join('\n')
}

const malformed = (reason: string): AppError => new AppError('share-malformed', { reason })

const decode = (text: string): Bytes => {
  const letters = [...text.toUpperCase().replaceAll(/[\s-]/g, '')].map((letter) => ALIKE[letter] ?? letter)
  const wrong = letters.findIndex((letter) => !ALPHABET.includes(letter))
  if (wrong !== -1) throw malformed(`letter ${wrong + 1} is none of a share`)
  if (letters.length !== LETTERS) throw malformed(`${letters.length} letters instead of ${LETTERS}`)
  const bits = letters.map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}

/**
 * Reads a share: what follows a line `Share:`, or the whole text where there is none. Case, spaces
 * and hyphens do not matter. Throws `share-malformed`, whose reason never repeats the share.
 */
export const readShare = (text: string): LabelledShare => {
  const lines = text.slice(0, 4096).split(/\r?\n/)
  const marked = lines.findIndex((line) => MARK.test(line))
  const body = marked === -1 ? lines : lines.slice(marked).map((line) => line.replace(MARK, ''))
  const bytes = decode(body.join(''))
  const content = bytes.subarray(0, -CHECKSUM_LENGTH)
  if (!equalBytes(checksum(content), bytes.subarray(-CHECKSUM_LENGTH))) throw malformed('checksum: mistyped')
  if (content[0] !== VERSION) throw malformed('version')
  const index = content[1 + SET_LENGTH]!
  if (index === 0) throw malformed('index')
  return { set: toHex(content.subarray(1, 1 + SET_LENGTH)), index, value: ownBytes(content.subarray(2 + SET_LENGTH)) }
}
