/** PostgreSQL as Kysely reaches it: types of columns and values as SQLite has them. */
import {
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DataTypeNode,
  type Dialect,
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

/** `url` as PostgreSQL writes it, `postgres://user:password@host:port/database`. */
export const postgresDialect = (url: string): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new PostgresDriver({ pool: new Pool({ connectionString: url, types: VALUES }) }),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new Compiler(),
})
