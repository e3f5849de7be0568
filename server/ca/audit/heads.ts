/**
 * Signs the audit log's end every hour and when the server stops. Each head goes into the database
 * and, as a line, into a file that only grows and can be shipped elsewhere while the server runs.
 */
import { open, readFile, truncate } from 'node:fs/promises'
import { asAppError } from '#core/errors'
import type { Store } from '../../store/store.ts'
import { headLine, readHeads, signHead, type HeadSigner } from './head.ts'
import { isMissing } from '../keys/durable.ts'

export const HEADS_FILE = 'audit-heads.txt'

export interface AuditHeadsOptions {
  readonly store: Store
  readonly signer: HeadSigner
  /** The text file. */
  readonly file: string
  readonly now: () => number
  readonly warn: (facts: { readonly event: string; readonly code: string }) => void
}

export interface HeadKeeper {
  /** Signs the log's end, unless nothing was added since the last head. */
  sign(): Promise<void>
  /** Signs a last time. */
  close(): Promise<void>
}

const HOUR = 3600_000

const append = async (file: string, lines: readonly string[]): Promise<void> => {
  if (lines.length === 0) return
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.writeFile(lines.map((line) => `${line}\n`).join(''))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Adds the heads of rows after the number `written`, and answers the number of the last one. */
const appendAfter = async (written: number, store: Store, file: string): Promise<number> => {
  const heads = await store.auditHeads.list(written)
  await append(file, heads.map(headLine))
  return heads.at(-1)?.n ?? written
}

/**
 * Cuts a line that was never finished, and adds the heads that the file lacks: a killed process had
 * no time to write them, or another server of the same database has signed them. Answers the last one's number.
 */
const complete = async (store: Store, file: string): Promise<number> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return ''
    throw error
  })
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole))
  return appendAfter(readHeads(whole).at(-1)?.n ?? 0, store, file)
}

export const openHeadKeeper = async ({ store, signer, file, now, warn }: AuditHeadsOptions): Promise<HeadKeeper> => {
  let turn: Promise<void> = Promise.resolve()
  let written = (await store.auditHeads.last())?.n ?? 0

  const signOne = async (): Promise<void> => {
    const [newest] = await store.audit.latest(1)
    const last = await store.auditHeads.last()
    if (newest === undefined || newest.n <= (last?.n ?? 0)) return
    const head = await signHead({ n: newest.n, hash: newest.hash, at: now() }, signer)
    await store.auditHeads.add(head)
    written = await appendAfter(written, store, file)
  }

  const sign = (): Promise<void> => {
    turn = turn
      .then(signOne)
      .catch((error: unknown) => warn({ event: 'audit-head-not-signed', code: asAppError(error).code }))
    return turn
  }

  try {
    written = await complete(store, file)
  } catch (error) {
    warn({ event: 'audit-heads-not-written', code: asAppError(error).code })
  }
  const timer = setInterval(() => void sign(), HOUR)
  timer.unref()
  return {
    sign,
    close: () => {
      clearInterval(timer)
      return sign()
    },
  }
}
