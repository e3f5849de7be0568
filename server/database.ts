/**
 * Which database a data folder has: SQLite in a file of it, or PostgreSQL by one setting, which is the
 * address or a file that holds it: given to the program, in the environment, or in the folder itself.
 */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '#core/errors'
import { isMissing } from './ca/keys/durable.ts'
import { findSettings } from './settings.ts'
import { isPostgresAddress } from './store/postgres.ts'
import { openStore, type Store } from './store/store.ts'

/** What SQLite keeps, in a data folder. */
export const DATABASE_FILE = 'store.db'
/** Holds the address of PostgreSQL, in a data folder: a secret, as a password stands in it. */
export const ADDRESS_FILE = 'database'
const VARIABLE = 'BIDSEAL_DATABASE'

const isAddress = (text: string): boolean => isPostgresAddress(text) && URL.canParse(text.replace('@/', '@localhost/'))

/** The first line of a file. Nothing of it is shown when it is no address. */
const readAddress = async (file: string): Promise<string> => {
  const [address = ''] = (await readFile(file, 'utf8')).split(/\r?\n/, 1)
  if (!isAddress(address)) throw new AppError('invalid-input', { name: basename(file), reason: 'no database address' })
  return address
}

const wanted = async (data: string, given: string | undefined): Promise<string | null> => {
  if (given === undefined || given === '') {
    return readAddress(join(data, ADDRESS_FILE)).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
  }
  if (isAddress(given)) return given
  if (isPostgresAddress(given)) throw new AppError('invalid-input', { reason: 'no database address' })
  return readAddress(given).catch((cause: unknown) => {
    throw isMissing(cause) ? new AppError('file-not-found', { name: basename(given) }, cause) : cause
  })
}

/**
 * What `openStore` takes for a data folder. Throws `invalid-input` where a folder that was made with one
 * kind of database would get one of the other kind, `file-not-found`, and when no address can be read.
 * @param given comes before the environment, and that before the folder's own file
 */
export const databaseOf = async (data: string, given: string | undefined = process.env[VARIABLE]): Promise<string> => {
  const address = await wanted(data, given)
  const made = await findSettings(data)
  if (made !== null && (made.database === 'postgres') !== (address !== null))
    throw new AppError('invalid-input', { reason: `the folder was made with ${made.database ?? 'sqlite'}` })
  return address ?? join(data, DATABASE_FILE)
}

/** The store of a data folder. */
export const openDataStore = async (data: string, given?: string): Promise<Store> =>
  openStore(await databaseOf(data, given))
