/** The typed client of the pages and the routes of the server are the same; `vitest -u` makes them so. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiTypes } from '#tests/support/api-types'
import { openTestServer, type TestServer } from '#tests/support/server'

const PATHS = fileURLToPath(new URL('../../src/api/paths.ts', import.meta.url))

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.remove())

test('the types of the client are those of the routes', async () => {
  const response = await fetch(`${server.address}/api/openapi.json`)
  await expect(await apiTypes(await response.text(), PATHS)).toMatchFileSnapshot(PATHS)
})
