/** Pages of stand-ins: calm, in the product's own tokens, without anything from elsewhere. */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { html, type Markup } from './markup.ts'

const TOKENS = new URL('../../resources/theme/tokens.css', import.meta.url)
const OWN_STYLE = new URL('./sandbox.css', import.meta.url)
const STYLE = '/sandbox.css'

/** Forms may lead anywhere, as a browser is sent back from here. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

export const servePageStyle = (app: FastifyInstance): void => {
  app.get(STYLE, async (_request, reply) => {
    const style = await Promise.all([readFile(TOKENS, 'utf8'), readFile(OWN_STYLE, 'utf8')])
    return reply.type('text/css; charset=utf-8').send(style.join('\n'))
  })
}

export interface Page {
  readonly title: string
  readonly body: Markup
  readonly script?: string
}

/** Answers with a page. */
export const sendPage = (reply: FastifyReply, { title, body, script }: Page): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .send(
      html`<!doctype html>
        <html lang="zh-CN">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>${title}</title>
            <link rel="stylesheet" href="${STYLE}" />
            ${script === undefined ? [] : html`<script type="module" src="${script}"></script>`}
          </head>
          <body>
            ${body}
          </body>
        </html>`.markup,
    )

/** A page on which a person decides something that a service outside would ask them. */
export const askPage = (title: string, body: Markup): Page => ({
  title,
  body: html`<main class="ask">
    <p class="mark">替身 · 不是真的服务</p>
    <h1>${title}</h1>
    ${body}
  </main>`,
})
