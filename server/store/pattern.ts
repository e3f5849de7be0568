import { sql, type Expression, type SqlBool } from 'kysely'
import { isPostgres } from './dialect.ts'
import type { Db } from './schema.ts'

/** For `like … escape '\'`: whatever holds this text. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Whether one of the columns holds a text. Letters from A to Z are found in both cases, and no others. */
export const holds = (db: Db, columns: readonly string[], text: string): Expression<SqlBool> => {
  const like = sql.raw(isPostgres(db) ? 'ilike' : 'like')
  const pattern = containing(text)
  const each = columns.map((column) => sql<SqlBool>`${sql.ref(column)} ${like} ${pattern} escape '\\'`)
  return sql<SqlBool>`(${sql.join(each, sql` or `)})`
}
