import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore } from '../../store/store.ts'
import { createDeviceMarks } from './device-mark.ts'
import { createSmsCodes } from './sms-codes.ts'

test('a right code that was checked twice is used once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codes-'))
  const store = await openStore(await databaseOf(folder))
  const random = (length: number) => ownBytes(randomBytes(length))
  const storageKey = random(32)
  let sent = ''
  const codes = createSmsCodes({
    ...{ store, storageKey, random, now: () => 1_000_000, marks: createDeviceMarks(storageKey, random) },
    sms: { send: async ({ params }) => void (sent = params['code'] ?? '') },
  })
  const { ticket } = await codes.send('13900000001', 'enter', { address: '192.0.2.7', mark: undefined })
  const first = await codes.check(ticket, 'enter', sent)
  const second = await codes.check(ticket, 'enter', sent)
  await store.transaction((records) => first.use(records))
  await expect(store.transaction((records) => second.use(records))).rejects.toMatchObject({ code: 'code-over' })
  await store.close()
  await removeData(folder)
})
