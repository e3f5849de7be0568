/**
 * Shamir's secret sharing over GF(2^8) with the polynomial of AES (FIPS 197 section 4.2), byte by
 * byte: as many shares as the threshold give the secret, fewer say nothing about it. No step depends
 * on the value of a secret byte.
 */
import { AppError } from '../errors.ts'
import type { Bytes } from './bytes.ts'

export interface Share {
  /** Where the polynomials were taken: 1 to 255. */
  readonly index: number
  readonly value: Bytes
}

/** Multiplication in the field. */
export const multiply = (a: number, b: number): number => {
  let product = 0
  let left = a
  for (let bit = 0; bit < 8; bit++) {
    product ^= -((b >> bit) & 1) & left
    left = (left << 1) ^ (-(left >> 7) & 0x11b)
  }
  return product
}

/** a^254, which is the inverse of everything but 0. */
const inverse = (a: number): number => {
  let power = 1
  for (let bit = 7; bit >= 0; bit--) {
    power = multiply(power, power)
    if ((254 >> bit) & 1) power = multiply(power, a)
  }
  return power
}

/**
 * The polynomials through the shares, at `x` (Lagrange). Throws `shares-equal` when two have one
 * index, and a RangeError for lengths that differ or indices outside the field.
 */
export const interpolate = (shares: readonly Share[], x: number): Bytes => {
  const [first] = shares
  if (first === undefined) throw new RangeError('no shares')
  const result = new Uint8Array(first.value.length)
  for (const { index, value } of shares) {
    if (value.length !== result.length) throw new RangeError('shares of different lengths')
    if (!Number.isInteger(index) || index < 0 || index > 255) throw new RangeError('index of a share')
    if (shares.filter((other) => other.index === index).length > 1) throw new AppError('shares-equal', { share: index })
    let weight = 1
    for (const other of shares)
      if (other.index !== index) weight = multiply(weight, multiply(x ^ other.index, inverse(index ^ other.index)))
    for (const [at, byte] of value.entries()) result[at]! ^= multiply(weight, byte)
  }
  return result
}

export interface SplitOptions {
  readonly count: number
  /** How many shares give the secret: at least 2. */
  readonly threshold: number
  readonly random: (length: number) => Bytes
}

/** Shares with the indices 1 to `count`, each as long as the secret. */
export const splitSecret = (secret: Uint8Array, { count, threshold, random }: SplitOptions): Share[] => {
  if (!(threshold >= 2 && count >= threshold && count <= 255)) throw new RangeError('number of shares')
  const coefficients = Array.from({ length: threshold - 1 }, () => random(secret.length))
  return Array.from({ length: count }, (_, at) => {
    const index = at + 1
    // Horner's scheme, the highest power first; the secret is the value at 0.
    const value = new Uint8Array(secret.length)
    for (const coefficient of [...coefficients, secret])
      for (const [byte, summand] of coefficient.entries()) value[byte] = multiply(value[byte]!, index) ^ summand
    return { index, value }
  })
}

/** The secret of shares, which must be as many as the threshold at least: of fewer, or of foreign ones, comes noise. */
export const combineShares = (shares: readonly Share[]): Bytes => interpolate(shares, 0)
