/** What confirmations are tested with: a phone that has a certificate, a relay, and desktops that ask for something. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { FetchLike } from '#agent/http'
import type { Confirmation } from '#agent/views'
import { toBase64url } from '#core/bytes/base64url'
import type { Introduction, Intent, RequestBody } from '#core/pairing/messages'
import { askingDesktop, type AskingDesktop } from './asking-desktop.ts'
import { testAuthority, type TestAuthority } from './authority.ts'
import { random } from './pairing.ts'
import { testPhone, type TestPhone } from './phone.ts'
import { phoneServer, type PhoneServer } from './phone-server.ts'
import { GENEROUS, startRelay, type RelayHost } from './relay.ts'

export interface Confirming {
  relay: RelayHost
  server: PhoneServer
  phone: TestPhone
  /** How the phone reaches the server. */
  fetch: FetchLike
  /** Shows a code, and has the phone scan it. */
  scan(
    intent: Intent,
    body: (introduction: Introduction) => RequestBody | Promise<RequestBody>,
  ): Promise<{ desktop: AskingDesktop; confirmation: Confirmation }>
  /** Closes these when the test is over. */
  closeLater(...open: { close(): void }[]): void
}

/** One relay for a file's tests, and for each of them a server and a phone of its own. */
export const confirming = (): Confirming => {
  let authority: TestAuthority
  let open: { close(): void }[] = []
  const stage = {} as Confirming

  beforeAll(async () => {
    authority = await testAuthority()
    stage.relay = await startRelay({ limits: GENEROUS })
  })
  afterAll(() => stage.relay.close())
  beforeEach(async () => {
    stage.server = await phoneServer(authority)
    stage.fetch = stage.server.fetch
    stage.phone = testPhone(stage.relay.server, { fetch: (path, request) => stage.fetch(path, request) })
    await stage.phone.enrol()
  })
  afterEach(() => {
    for (const { close } of open) close()
    open = []
  })

  return Object.assign(stage, {
    scan: async (...[intent, body]: Parameters<Confirming['scan']>) => {
      const desktop = askingDesktop(stage.relay.server, intent, body)
      const confirmation = await stage.phone.agent.scan(await desktop.code)
      open.push(desktop, confirmation)
      return { desktop, confirmation }
    },
    closeLater: (...more: { close(): void }[]) => void open.push(...more),
  })
}

/** Asks for certificates and seals, as a desktop of this server does. */
export const identify = (origin: string): RequestBody => ({
  kind: 'identify',
  body: { origin, nonce: toBase64url(random(32)), purpose: 'bidder' },
})
