/** PostgreSQL as Kysely reaches it: one writer at a time, types of columns and values as SQLite has them. */
import {
  CompiledQuery,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type DataTypeNode,
  type Dialect,
  type TransactionSettings,
} from 'kysely'
import { Pool, types, type CustomTypesConfig } from 'pg'
import { AppError } from '#core/errors'

/** Texts are compared byte by byte, as SQLite does it: the order does not depend on the server's locale. */
const TYPES: Readonly<Record<string, string>> = { blob: 'bytea', text: 'text collate "C"' }

class Compiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    this.append(TYPES[node.dataType] ?? node.dataType)
  }
}

/** Any number that nobody else uses in this database. */
const WRITER = 7_219_640_118

/**
 * A transaction waits until every one before it, on whichever node, has ended: what it reads stays
 * true until it has written, and what they wrote is seen, as each statement sees all that was
 * committed (`read committed`).
 */
class Driver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await super.beginTransaction(connection, settings)
    await connection.executeQuery(CompiledQuery.raw('select pg_advisory_xact_lock($1)', [WRITER]))
  }
}

/** Counts and times, which fit a number by far. */
const parseBigint = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new AppError('internal', { reason: 'number of the database' })
  return value
}

/** Number of the type `bigint`, pg_type.h. */
const INT8 = 20

const VALUES: CustomTypesConfig = {
  getTypeParser: (type: number): ((text: string) => unknown) =>
    type === INT8 ? parseBigint : (types.getTypeParser(type) as (text: string) => unknown),
}

const CONNECTION = { types: VALUES, application_name: 'bidseal', connectionTimeoutMillis: 10_000 } as const

const openPool = (address: string): Pool => {
  const pool = new Pool({ ...CONNECTION, connectionString: address })
  // A connection that is lost while nobody uses it: the next query opens another one, or says why it cannot.
  pool.on('error', () => undefined)
  return pool
}

export const isPostgresAddress = (text: string): boolean => /^postgres(ql)?:\/\//.test(text)

/** `address` as PostgreSQL writes it: `postgres://user:password@host:port/database`. */
export const postgresDialect = (address: string): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new Driver({ pool: openPool(address) }),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new Compiler(),
})
