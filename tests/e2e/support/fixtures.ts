/**
 * What end-to-end tests stand on: one server for all specs that do not count what is on it, and for each test a desktop and a
 * phone with data of their own. What a fixture opened it closes; folders go when the test is over.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { openDesktop, type Desktop } from './desktop.ts'
import { openPhone, type Phone, type PhoneOptions } from './phone.ts'
import { openServer, type Server } from './server.ts'

interface TestFixtures {
  /** An empty folder. */
  readonly folder: string
  readonly desktop: Desktop
  readonly phone: Phone
  /** Another phone, or one with a camera. */
  readonly addPhone: (options?: Partial<PhoneOptions>) => Promise<Phone>
}

interface WorkerFixtures {
  readonly server: Server
}

const newFolder = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `bidseal-${name}-`))
const removeFolder = (path: string): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 5 })

/** A server on a data folder of its own. A spec that takes it as its fixture shares it with no other. */
export const newServer = async ({}, use: (server: Server) => Promise<void>): Promise<void> => {
  const data = await newFolder('server')
  const server = await openServer(data)
  await use(server)
  await server.close()
  await removeFolder(data)
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [newServer, { scope: 'worker', timeout: 90_000 }],
  folder: async ({}, use) => {
    const folder = await newFolder('test')
    await use(folder)
    await removeFolder(folder)
  },
  desktop: async ({ server, folder }, use) => {
    const desktop = await openDesktop(join(folder, 'desktop'), server)
    await use(desktop)
    await desktop.close()
  },
  addPhone: async ({ server, folder }, use) => {
    const phones: Phone[] = []
    await use(async (options = {}) => {
      const phone = await openPhone(server, { folder: join(folder, `phone-${phones.length}`), ...options })
      phones.push(phone)
      return phone
    })
    for (const phone of phones) await phone.close()
  },
  phone: async ({ addPhone }, use) => use(await addPhone()),
})

export { expect } from '@playwright/test'
