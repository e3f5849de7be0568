import { AppError } from '../errors.ts'
import { damaged, Parser, WindowTooShort } from './parser.ts'
import type { PdfSource } from './source.ts'

const FIRST_WINDOW = 2048
const MAX_WINDOW = 64 * 1024 * 1024

/** Parses at an offset of unknown length: reads a little, and more only when the object asks for it. */
export const parseAt = async <T>(source: PdfSource, offset: number, parse: (parser: Parser) => T): Promise<T> => {
  if (offset < 0 || offset >= source.size) throw damaged('offset outside the file', offset)
  for (let length = FIRST_WINDOW; length <= MAX_WINDOW; length *= 4) {
    const bytes = await source.read(offset, length)
    try {
      return parse(new Parser(bytes, offset, offset + bytes.length >= source.size))
    } catch (error) {
      if (!(error instanceof WindowTooShort)) throw error
    }
  }
  throw new AppError('pdf-unsupported', { reason: 'object too large', offset })
}
