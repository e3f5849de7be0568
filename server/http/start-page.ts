/** The start page: the phone app's address as a QR code, and where everything else is. No scripts. */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { renderSVG } from 'uqr'
import { POLICY_PAGE } from './policy-page.ts'
import { escaped, htmlOf, servePlainPage, STYLE, type Texts } from './plain-page.ts'
import { ownOrigins } from './security.ts'

export interface StartPageOptions {
  readonly address: string
  readonly isDemo: boolean
  /** Of the stand-ins; null without them. */
  readonly developerPage: string | null
}

const TOKENS = new URL('../../resources/theme/tokens.css', import.meta.url)
const OWN_STYLE = new URL('./start-page.css', import.meta.url)

const row = (name: string, how: string, link: string, shown: string): string =>
  `<li><h2>${name}</h2><p>${how}</p><p><a href="${escaped(link)}">${escaped(shown)}</a></p></li>`

const page = (text: Texts, language: string, { address, isDemo, developerPage }: StartPageOptions): string => {
  const at = (path: string): string => new URL(path, address).href
  const isLocal = ownOrigins(address).length > 1
  const code = renderSVG(at('/p/'), { border: 4, ecc: 'M' })
  return htmlOf(
    language,
    text['start.title'],
    `<main>
<header><h1>${text['start.title']}</h1><p>${text['start.lead']}</p></header>
${isDemo ? `<p class="note">${text['start.demo']}</p>` : ''}
<section>
<div class="code" role="img" aria-label="${escaped(at('/p/'))}">${code}</div>
<div>
<h2>${text['start.phone']}</h2>
<p>${text['start.phone.how']}</p>
${isLocal ? `<p class="quiet">${text['start.phone.local']}</p>` : ''}
<p><a href="/p/">${text['start.phone.here']}</a></p>
</div>
</section>
<ul>
${row(text['start.desktop'], text['start.desktop.how'], address, address)}
${row(text['start.console'], text['start.console.how'], '/console/', at('/console/'))}
${row(text['start.root'], text['start.root.how'], '/ca/root.pem', at('/ca/root.pem'))}
${row(text['policy.title'], text['policy.how'], POLICY_PAGE, at(POLICY_PAGE))}
${developerPage === null ? '' : row(text['start.developer'], text['start.developer.how'], developerPage, developerPage)}
</ul>
</main>`,
  )
}

export const serveStartPage = async (app: FastifyInstance, options: StartPageOptions): Promise<void> => {
  const style = (await Promise.all([readFile(TOKENS, 'utf8'), readFile(OWN_STYLE, 'utf8')])).join('\n')
  const shown = (text: Texts, language: string): string => page(text, language, options)
  await servePlainPage(app, options.address, '/', shown, (scope) => {
    scope.get(STYLE, (_request, reply) => reply.type('text/css; charset=utf-8').send(style))
  })
}
