import Database from 'better-sqlite3'
import { AppError } from '#core/errors'

/** Copies a database, also while others write to it, into one file. Throws `backup-damaged` when the copy is not sound. */
export const copyDatabase = async (file: string, target: string): Promise<void> => {
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    await database.backup(target)
  } finally {
    database.close()
  }
  checkDatabase(target)
}

/** Throws `backup-damaged`. */
export const checkDatabase = (file: string): void => {
  const database = new Database(file, { fileMustExist: true })
  try {
    database.pragma('journal_mode = DELETE')
    const sound = database.pragma('integrity_check', { simple: true }) === 'ok'
    if (!sound || (database.pragma('foreign_key_check') as readonly unknown[]).length > 0)
      throw new AppError('backup-damaged', { name: 'store.db', reason: 'integrity check' })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('backup-damaged', { name: 'store.db', reason: 'no database' }, cause)
  } finally {
    database.close()
  }
}
