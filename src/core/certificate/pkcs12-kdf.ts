import { concat, type Bytes } from '../bytes/bytes.ts'

/** A hash function and its block length in bytes. */
export interface Pkcs12Hash {
  readonly digest: (data: Uint8Array) => Uint8Array
  readonly blockLength: number
}

/** The password as BMPString with its terminator (RFC 7292 appendix B.1). */
export const bmpPassword = (password: string): Bytes => {
  const units = Array.from({ length: password.length }, (_, index) => password.charCodeAt(index))
  return Uint8Array.from([...units, 0].flatMap((unit) => [unit >> 8, unit & 0xff]))
}

const fill = (bytes: Uint8Array, blockLength: number): Bytes => {
  const size = Math.ceil(bytes.length / blockLength) * blockLength
  return Uint8Array.from({ length: size }, (_, index) => bytes[index % bytes.length]!)
}

/** Purpose byte of keys for integrity (RFC 7292 appendix B.3). */
const MAC = 3

/** One digest of key material for a MAC (RFC 7292 appendix B.2, the case in which one block is enough). */
export const pkcs12MacKey = (hash: Pkcs12Hash, password: string, salt: Uint8Array, iterations: number): Bytes => {
  const { digest, blockLength } = hash
  const diversifier = new Uint8Array(blockLength).fill(MAC)
  let key = digest(concat(diversifier, fill(salt, blockLength), fill(bmpPassword(password), blockLength)))
  for (let round = 1; round < iterations; round++) key = digest(key)
  return concat(key)
}
