import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Officers get roles and a second factor. Those of before keep all that they could do. */
export const officerFactors: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .alterTable('officers')
      .addColumn('roles', 'text', (column) => column.notNull().defaultTo('reviewer authority auditor administrator'))
      .execute()
    await schema.alterTable('officers').addColumn('disabledAt', 'bigint').execute()
    for (const name of ['isTemporary', 'tries', 'triedAt'])
      await schema
        .alterTable('officers')
        .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
    await schema.alterTable('officers').addColumn('secret', 'blob').execute()
    await schema.alterTable('officers').addColumn('factorAt', 'bigint').execute()
    await schema.alterTable('officers').addColumn('lastStep', 'bigint').execute()
    await schema
      .createTable('recoveryCodes')
      .addColumn('officer', 'text', (column) => column.notNull().references('officers.name'))
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('recoveryCodes_primary', ['officer', 'hash'])
      .execute()
    await schema.alterTable('sessions').addColumn('provenAt', 'bigint').execute()
  },
}
