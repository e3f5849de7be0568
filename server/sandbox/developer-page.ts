/** The developer page: what the stand-ins have been asked, newest first. */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { html, type Markup } from './markup.ts'
import { sendPage } from './page.ts'

const SCRIPT = '/developer.js'
const SCRIPT_FILE = new URL('./developer.js', import.meta.url)

export const developerPage = (app: FastifyInstance, server: string, sections: () => readonly Markup[]): void => {
  app.get('/', (_request, reply) =>
    sendPage(reply, {
      title: '开发者页面 · 标印',
      script: SCRIPT,
      body: html`<main class="developer">
        <header>
          <h1>开发者页面</h1>
          <p>
            外部服务的替身：短信不会真的发出，微信、支付宝和银行由这里应答。
            <a href="${server}">${server}</a>
          </p>
        </header>
        <div class="sections">${sections()}</div>
      </main>`,
    }),
  )
  app.get(SCRIPT, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(await readFile(SCRIPT_FILE, 'utf8')),
  )
}
