/** Opens an order for an account, as whoever reviews applications does: `data mobile`. Prints its id. */
import { join } from 'node:path'
import { openStore } from '#server/store/store'
import { placeOrder } from './paying.ts'

const [data = '', mobile = ''] = process.argv.slice(2)
const store = await openStore(join(data, 'store.db'))
process.stdout.write((await placeOrder(store, mobile)).id)
await store.close()
