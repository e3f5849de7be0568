/** Pages that are text and nothing else, in the language that a browser likes better. No scripts. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import chinese from '#locales/server.zh-CN.json' with { type: 'json' }
import english from '#locales/server.en.json' with { type: 'json' }
import { secureArea } from './security.ts'

export type Texts = typeof chinese

/** Where their style is served. */
export const STYLE = '/start.css'

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** @param body HTML, with whatever comes from elsewhere escaped */
export const htmlOf = (language: string, title: string, body: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${STYLE}">
</head>
<body>
${body}
</body>
</html>
`

/** Chinese unless a browser likes English better. */
const prefersEnglish = (accepted: string): boolean => {
  const at = (language: string): number => {
    const found = accepted.toLowerCase().search(new RegExp(`\\b${language}\\b`))
    return found < 0 ? Number.POSITIVE_INFINITY : found
  }
  return at('en') < at('zh')
}

const wordsFor = ({ headers }: FastifyRequest): { readonly texts: Texts; readonly language: string } =>
  prefersEnglish(headers['accept-language'] ?? '')
    ? { texts: english, language: 'en' }
    : { texts: chinese, language: 'zh-CN' }

/** Serves a page at a path, and what `more` adds beside it. */
export const servePlainPage = async (
  app: FastifyInstance,
  address: string,
  path: string,
  page: (texts: Texts, language: string) => string,
  more: (scope: FastifyInstance) => void = () => undefined,
): Promise<void> => {
  await app.register(async (scope) => {
    secureArea(scope, 'start', address)
    scope.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-cache'))
    scope.get(path, (request, reply) => {
      const { texts, language } = wordsFor(request)
      return reply.type('text/html; charset=utf-8').header('vary', 'accept-language').send(page(texts, language))
    })
    more(scope)
  })
}
