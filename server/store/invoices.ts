import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { holds } from './pattern.ts'
import { older, type Position } from './position.ts'
import type { Db } from './schema.ts'

export type InvoiceState =
  'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'

export type InvoiceFile = 'pdf' | 'ofd'

export interface InvoiceRow {
  readonly id: string
  readonly order: string
  readonly account: string
  readonly title: string
  readonly taxNumber: string
  readonly email: string
  /** Tax included. */
  readonly fen: number
  readonly state: InvoiceState
  /** The tax bureau's number; null until it is issued. */
  readonly number: string | null
  /** What the issuer said when it failed. */
  readonly failure: string | null
  /** The reversed invoice in whose place it was asked for. */
  readonly replaces: string | null
  /** Details, as JSON, of the invoice that comes in its place once it is reversed. */
  readonly replacement: string | null
  /** Number of the red-letter invoice that undoes it. */
  readonly reversal: string | null
  readonly createdAt: number
  readonly issuedAt: number | null
  readonly endedAt: number | null
  readonly dueAt: number | null
}

export type InvoiceChange = Partial<
  Pick<InvoiceRow, 'number' | 'failure' | 'replacement' | 'reversal' | 'issuedAt' | 'endedAt'>
> & { readonly dueAt: number | null }

export interface InvoiceSearch {
  /** Looked for in numbers, orders, titles and tax numbers; empty for all. */
  readonly text: string
  readonly state: InvoiceState | null
  readonly after: Position | null
  readonly limit: number
}

const OPEN: readonly InvoiceState[] = ['waiting', 'requested', 'issuing', 'issued', 'reversing']
const SEARCHED = ['number', 'order', 'title', 'taxNumber'] as const

/** Invoices of orders, one open at a time. A state changes only from the one that the caller knows. */
export const invoices = (db: Db) => ({
  /** False when the order has an open invoice. */
  add: async (
    row: Omit<InvoiceRow, 'number' | 'failure' | 'replacement' | 'reversal' | 'issuedAt' | 'endedAt'>,
  ): Promise<boolean> =>
    (
      await db
        .insertInto('invoices')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
    ).numInsertedOrUpdatedRows === 1n,

  find: async (id: string): Promise<InvoiceRow | null> =>
    (await db.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  /** Of this account only. */
  findOf: async (account: string, id: string): Promise<InvoiceRow | null> =>
    (await db
      .selectFrom('invoices')
      .selectAll()
      .where('id', '=', id)
      .where('account', '=', account)
      .executeTakeFirst()) ?? null,

  findOpen: async (order: string): Promise<InvoiceRow | null> =>
    (await db
      .selectFrom('invoices')
      .selectAll()
      .where('order', '=', order)
      .where('state', 'in', OPEN)
      .executeTakeFirst()) ?? null,

  /** Newest first. */
  ofOrder: async (order: string): Promise<readonly InvoiceRow[]> =>
    db
      .selectFrom('invoices')
      .selectAll()
      .where('order', '=', order)
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .execute(),

  /** New details while the order is not paid. */
  rewrite: async (id: string, details: Pick<InvoiceRow, 'title' | 'taxNumber' | 'email'>): Promise<boolean> =>
    (
      await db
        .updateTable('invoices')
        .set(details)
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .executeTakeFirstOrThrow()
    ).numUpdatedRows === 1n,

  /** False when the invoice is in another state than `from` by now. */
  move: async (id: string, from: InvoiceState, to: InvoiceState, values: InvoiceChange): Promise<boolean> =>
    (
      await db
        .updateTable('invoices')
        .set({ ...values, state: to })
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirstOrThrow()
    ).numUpdatedRows === 1n,

  postpone: async (id: string, state: InvoiceState, dueAt: number): Promise<void> => {
    await db.updateTable('invoices').set({ dueAt }).where('id', '=', id).where('state', '=', state).execute()
  },

  /** Those that somebody has to look after, the longest overdue first. */
  due: async (now: number, limit: number): Promise<readonly InvoiceRow[]> =>
    db.selectFrom('invoices').selectAll().where('dueAt', '<=', now).orderBy('dueAt').limit(limit).execute(),

  /** Newest first. */
  ofAccount: async (account: string, after: Position | null, limit: number): Promise<readonly InvoiceRow[]> =>
    db
      .selectFrom('invoices')
      .selectAll()
      .where('account', '=', account)
      .$if(after !== null, (all) => all.where(older(after!)))
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),

  /** Newest first. */
  search: async ({ text, state, after, limit }: InvoiceSearch): Promise<readonly InvoiceRow[]> =>
    db
      .selectFrom('invoices')
      .selectAll()
      .$if(state !== null, (all) => all.where('state', '=', state!))
      .$if(text !== '', (all) => all.where(holds(db, SEARCHED, text)))
      .$if(after !== null, (all) => all.where(older(after!)))
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),

  putFile: async (invoice: string, kind: InvoiceFile, bytes: Bytes): Promise<void> => {
    await db
      .insertInto('invoiceFiles')
      .values({ invoice, kind, bytes })
      .onConflict((conflict) => conflict.columns(['invoice', 'kind']).doUpdateSet({ bytes }))
      .execute()
  },

  file: async (invoice: string, kind: InvoiceFile): Promise<Bytes | null> => {
    const row = await db
      .selectFrom('invoiceFiles')
      .select('bytes')
      .where('invoice', '=', invoice)
      .where('kind', '=', kind)
      .executeTakeFirst()
    return row === undefined ? null : ownBytes(row.bytes)
  },

  /** Which files there are. */
  files: async (invoice: string): Promise<readonly InvoiceFile[]> =>
    (await db.selectFrom('invoiceFiles').select('kind').where('invoice', '=', invoice).orderBy('kind').execute()).map(
      ({ kind }) => kind,
    ),
})

export type Invoices = ReturnType<typeof invoices>
