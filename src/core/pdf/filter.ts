/** The stream filters that cross-reference and object streams use (ISO 32000-2 section 7.4). */
import { Unzlib } from 'fflate'
import type { Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { isArray, isDict, isName, type PdfDict, type PdfObject } from './object.ts'

const CHUNK = 16 * 1024

const inflate = (data: Bytes, limit: number): Bytes => {
  const parts: Uint8Array[] = []
  let size = 0
  const inflater = new Unzlib((part) => {
    size += part.length
    if (size > limit) throw new AppError('pdf-unsupported', { reason: 'stream too large' })
    parts.push(part)
  })
  try {
    for (let at = 0; at < data.length; at += CHUNK)
      inflater.push(data.subarray(at, at + CHUNK), at + CHUNK >= data.length)
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('pdf-damaged', { reason: 'compressed data' }, error)
  }
  const out = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const paeth = (left: number, up: number, corner: number): number => {
  const estimate = left + up - corner
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** Undoes the PNG predictors: each row begins with the one it uses. */
const unpredict = (data: Bytes, columns: number, pixel: number): Bytes => {
  const rows = Math.ceil(data.length / (columns + 1))
  const out = new Uint8Array(Math.max(0, data.length - rows))
  for (let row = 0; row < rows; row++) {
    const filter = data[row * (columns + 1)]!
    const to = row * columns
    if (filter > 4) throw new AppError('pdf-damaged', { reason: 'predictor' })
    for (let i = 0; i < columns && to + i < out.length; i++) {
      const left = i >= pixel ? out[to + i - pixel]! : 0
      const up = row > 0 ? out[to - columns + i]! : 0
      const corner = i >= pixel && row > 0 ? out[to - columns + i - pixel]! : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!
      out[to + i] = data[row * (columns + 1) + 1 + i]! + guess
    }
  }
  return out
}

const parameter = (parameters: PdfObject | undefined, key: string, fallback: number): number => {
  const value = isDict(parameters) ? parameters.entries.get(key) : undefined
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : fallback
}

/**
 * The decoded data of a stream. Throws `pdf-unsupported` for a filter other than FlateDecode with
 * PNG predictors, or when it would exceed `limit` bytes; `pdf-damaged` when it cannot be decoded.
 */
export const decodeStream = (data: Bytes, dict: PdfDict, limit: number): Bytes => {
  const filter = dict.entries.get('Filter')
  const filters = filter === undefined ? [] : isArray(filter) ? filter : [filter]
  const parms = dict.entries.get('DecodeParms')
  const [parameters] = isArray(parms) ? parms : [parms]
  if (filters.length === 0) return data
  if (filters.length > 1 || !isName(filters[0], 'FlateDecode'))
    throw new AppError('pdf-unsupported', { reason: 'stream filter' })
  const plain = inflate(data, limit)
  const predictor = parameter(parameters, 'Predictor', 1)
  if (predictor === 1) return plain
  if (predictor < 10) throw new AppError('pdf-unsupported', { reason: 'predictor' })
  const bits = parameter(parameters, 'Colors', 1) * parameter(parameters, 'BitsPerComponent', 8)
  const columns = Math.ceil((parameter(parameters, 'Columns', 1) * bits) / 8)
  return unpredict(plain, columns, Math.max(1, bits >> 3))
}
