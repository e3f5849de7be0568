/** The stand-ins of services outside, in this process, and the services that lead to them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { World } from '#server/outside/call'
import { openServices, type Services } from '#server/outside/services'
import { startSandbox, type Sandbox } from '#server/sandbox/sandbox'
import { random } from './authority.ts'

const sent = z.object({
  messages: z.array(
    z.object({
      at: z.number(),
      mobile: z.string(),
      template: z.string(),
      params: z.record(z.string(), z.string()),
      text: z.string(),
    }),
  ),
})

export type SentMessage = z.output<typeof sent>['messages'][number]

export interface TestSandbox extends Sandbox {
  /** For `startServer({ services })`: real adapters that talk to the stand-ins over HTTP. */
  readonly services: Services
  /** Messages to a number, newest first. */
  sentTo(mobile: string): Promise<readonly SentMessage[]>
  /** What a person does on a page: opens it and presses the button of this value; where they are sent then. */
  press(page: string, button: string, fields?: Readonly<Record<string, string>>): Promise<URL>
  /** Stops it and removes its files. */
  remove(): Promise<void>
}

/** What adapters get of the world in tests. */
export const testWorld = (change: Partial<World> = {}): World => ({
  fetch,
  now: Date.now,
  random,
  warn: () => undefined,
  ...change,
})

/** Values of the hidden fields of a page's form. */
const hiddenFields = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input\s+type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ]),
  )

const press: TestSandbox['press'] = async (page, button, fields = {}) => {
  const shown = await (await fetch(page)).text()
  const action = /<form method="post" action="([^"]+)"/.exec(shown)?.[1]
  if (action === undefined) throw new Error(`no form on ${page}`)
  const answer = await fetch(new URL(action, page), {
    method: 'POST',
    body: new URLSearchParams({ ...hiddenFields(shown), ...fields, decision: button }),
    redirect: 'manual',
  })
  return new URL(answer.headers.get('location') ?? '')
}

/** @param server the address of the server under test; any on this machine otherwise */
export const openTestSandbox = async (server = 'http://localhost', world = testWorld()): Promise<TestSandbox> => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  const sandbox = await startSandbox({ folder, server, now: world.now })
  return {
    ...sandbox,
    services: openServices(sandbox.settings, {}, world).services,
    sentTo: async (mobile) => {
      const { messages } = sent.parse(await (await fetch(`${sandbox.addresses['sms']}/sandbox/sent`)).json())
      return messages.filter((message) => message.mobile === mobile)
    },
    press,
    remove: async () => {
      await sandbox.close()
      rmSync(folder, { recursive: true })
    },
  }
}
