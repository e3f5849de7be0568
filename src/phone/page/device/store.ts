/** The agent's store in this browser: one table of IndexedDB. Keys (CryptoKey) are stored as they are. */
import type { AgentStore } from '#agent/views'
import { AppError } from '#core/errors'

const DATABASE = 'bidseal'
const TABLE = 'agent'

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the database failed'))
    if (request instanceof IDBOpenDBRequest) {
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE)
      request.onblocked = () => reject(new Error('another page holds the database'))
    }
  })

const finished = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('the database gave up'))
  })

/** Every key that begins with a prefix. */
const range = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`)

/** Opens the store. Throws `storage-unavailable` where the browser does not let pages keep data, as in private windows. */
export const openStore = async (): Promise<AgentStore> => {
  const guarded = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (error) {
      throw new AppError('storage-unavailable', {}, error)
    }
  }
  const database = await guarded(() => settled(indexedDB.open(DATABASE, 1)))
  database.onversionchange = () => database.close()

  const reading = <T>(ask: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    guarded(() => settled(ask(database.transaction(TABLE).objectStore(TABLE))))
  const writing = (change: (table: IDBObjectStore) => void): Promise<void> =>
    guarded(() => {
      const transaction = database.transaction(TABLE, 'readwrite', { durability: 'strict' })
      change(transaction.objectStore(TABLE))
      return finished(transaction)
    })

  return {
    read: (key) => reading<unknown>((table) => table.get(key)),
    write: (key, value) => writing((table) => table.put(value, key)),
    remove: (key) => writing((table) => table.delete(key)),
    keys: async (prefix) => (await reading((table) => table.getAllKeys(range(prefix)))).map(String),
  }
}
