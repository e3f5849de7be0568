/** The last signature of a PDF, taken out by its text alone: no code of ours has a say. */
import { readFile } from 'node:fs/promises'

export interface DetachedSignature {
  readonly cms: Uint8Array
  /** All that it speaks for. */
  readonly content: Uint8Array
}

export const signatureIn = async (path: string): Promise<DetachedSignature> => {
  const file = await readFile(path)
  const at = file.lastIndexOf('/ByteRange')
  const [, start, before, after, rest] =
    /\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(file.toString('latin1', at, at + 200)) ?? []
  if (start !== '0') throw new Error(`no signature in ${path}`)
  const gap = file.toString('latin1', Number(before) + 1, Number(after) - 1)
  const padded = Buffer.from(gap, 'hex')
  const length = 4 + padded.readUInt16BE(2)
  if (padded[0] !== 0x30 || padded[1] !== 0x82) throw new Error(`no CMS in ${path}`)
  const content = Buffer.concat([
    file.subarray(0, Number(before)),
    file.subarray(Number(after), Number(after) + Number(rest)),
  ])
  return { cms: padded.subarray(0, length), content }
}
