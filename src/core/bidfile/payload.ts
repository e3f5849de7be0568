/**
 * The payload: a plain stored stream of objects, the manifest last. Nothing is compressed.
 *
 *     payload = entry* manifest
 *     object  = kind u8 (1 entry, 2 manifest) | nameLength u16 | name UTF-8 | size u64 | content
 *
 * Integers are big-endian. The manifest's name is empty; it lists the entries in the order of the
 * stream; nothing follows it. So the payload has one spelling for a given manifest and contents.
 */
import { concat, fromUtf8, utf8, type Bytes } from '../bytes/bytes.ts'
import { readUint, uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'
import { MAX_ENTRIES, MAX_MANIFEST, MAX_TOTAL } from './limits.ts'
import { nameFault } from './names.ts'

const KIND = { entry: 1, manifest: 2 } as const
const MAX_NAME = 1024
const FIXED_LENGTH = 3 + 8

/** What stands before the content of an object. The manifest has no name. */
export const objectHead = (kind: keyof typeof KIND, name: string, size: number): Bytes => {
  const spelled = utf8(name)
  return concat(uint(KIND[kind], 1), uint(spelled.length, 2), spelled, uint(size, 8))
}

/** Bytes of a payload with these entries and a manifest of this size. */
export const payloadSize = (entries: readonly { name: string; size: number }[], manifestSize: number): number =>
  entries.reduce((sum, { name, size }) => sum + FIXED_LENGTH + utf8(name).length + size, FIXED_LENGTH + manifestSize)

/** What a reader meets, in order: for every object its start, its bytes in pieces, its end. */
export type PayloadEvent =
  | { readonly type: 'entry'; readonly name: string; readonly size: number }
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'entry-end' }
  | { readonly type: 'manifest'; readonly bytes: Bytes }

const damaged = (reason: string): AppError => new AppError('bid-file-damaged', { part: 'payload', reason })

/** Reads a payload piece by piece. `data` events borrow the pushed bytes. */
export class PayloadReader {
  #head: Bytes = new Uint8Array()
  #left = 0
  #state: 'head' | 'entry' | 'manifest' | 'end' = 'head'
  #manifest: Uint8Array[] = []
  #entries = 0
  #total = 0

  /** Says that nothing follows. Throws `bid-file-damaged` when the manifest has not been met. */
  close(): void {
    if (this.#state !== 'end') throw damaged('cut')
  }

  /** Takes the next bytes. Throws `bid-file-damaged` or `entry-name-unsafe` as soon as they cannot be a payload. */
  *push(bytes: Uint8Array): Generator<PayloadEvent> {
    let at = 0
    while (at < bytes.length) {
      if (this.#state === 'end') throw damaged('bytes after the manifest')
      if (this.#state === 'head') {
        at += this.#takeHead(bytes.subarray(at))
        const start = this.#start()
        if (start !== null) yield start
      } else {
        const piece = bytes.subarray(at, at + this.#left)
        at += piece.length
        this.#left -= piece.length
        if (this.#state === 'entry') yield { type: 'data', bytes: piece }
        else this.#manifest.push(piece.slice())
      }
      const end = this.#end()
      if (end !== null) yield end
    }
  }

  #takeHead(bytes: Uint8Array): number {
    const known = this.#head.length
    const wanted = known < 3 ? 3 : FIXED_LENGTH + this.#nameLength()
    const taken = Math.min(wanted - known, bytes.length)
    this.#head = concat(this.#head, bytes.subarray(0, taken))
    return taken
  }

  #nameLength(): number {
    const length = readUint(this.#head, 1, 2)
    if (length > MAX_NAME) throw damaged('name too long')
    return length
  }

  #start(): PayloadEvent | null {
    if (this.#head.length < 3 || this.#head.length < FIXED_LENGTH + this.#nameLength()) return null
    const kind = this.#head[0]
    const nameEnd = 3 + this.#nameLength()
    const name = readName(this.#head.subarray(3, nameEnd))
    const size = readSize(this.#head, nameEnd)
    this.#head = new Uint8Array()
    this.#left = size
    if (kind === KIND.manifest) {
      if (name !== '' || size > MAX_MANIFEST) throw damaged('manifest')
      this.#state = 'manifest'
      return null
    }
    if (kind !== KIND.entry) throw damaged('unknown object')
    const fault = nameFault(name)
    if (fault !== null) throw new AppError('entry-name-unsafe', { name: name.slice(0, 255), reason: fault })
    this.#entries++
    this.#total += size
    if (this.#entries > MAX_ENTRIES || this.#total > MAX_TOTAL) throw new AppError('bid-too-large')
    this.#state = 'entry'
    return { type: 'entry', name, size }
  }

  #end(): PayloadEvent | null {
    if (this.#left > 0 || this.#state === 'head' || this.#state === 'end') return null
    if (this.#state === 'entry') {
      this.#state = 'head'
      return { type: 'entry-end' }
    }
    this.#state = 'end'
    return { type: 'manifest', bytes: concat(...this.#manifest) }
  }
}

const readName = (bytes: Uint8Array): string => {
  try {
    return fromUtf8(bytes)
  } catch {
    throw damaged('name is not UTF-8')
  }
}

const readSize = (bytes: Uint8Array, offset: number): number => {
  try {
    return readUint(bytes, offset, 8)
  } catch {
    throw damaged('size')
  }
}
