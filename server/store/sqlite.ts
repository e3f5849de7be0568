/** SQLite as Kysely reaches it: a file, shared with other processes of the same machine. */
import Database from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
} from 'kysely'

/** KiB, as far as they are needed: the indexes that lists are searched in. */
const CACHE = 65_536

/** All migrations of a start happen or none, in one transaction. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Who begins a transaction is the one writer from then on: what it reads stays true until it has written. */
class Driver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** Makes the file when it is missing. */
export const sqliteDialect = (file: string): Dialect => {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma(`cache_size = -${CACHE}`)
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new Driver({ database }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}
