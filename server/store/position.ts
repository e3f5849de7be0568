import { sql, type Expression, type SqlBool } from 'kysely'

/** Where a page ends: the next one begins after it. */
export interface Position {
  readonly createdAt: number
  readonly id: string
}

/** Rows that come after a position, newest first. */
export const older = ({ createdAt, id }: Position): Expression<SqlBool> => {
  const [made, name] = [sql.ref('createdAt'), sql.ref('id')]
  return sql<SqlBool>`(${made} < ${createdAt} or (${made} = ${createdAt} and ${name} < ${id}))`
}
