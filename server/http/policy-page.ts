/** For whom the authority issues, how it finds out who they are, and where its chain and its answers are. No scripts. */
import type { FastifyInstance } from 'fastify'
import { escaped, htmlOf, servePlainPage, type Texts } from './plain-page.ts'

export const POLICY_PAGE = '/ca/policy'

export interface PolicyPageOptions {
  readonly address: string
  readonly isDemo: boolean
  /** Object identifier under which timestamps are made (RFC 3161 section 2.4.2). */
  readonly timestampPolicy: string
}

const RULES = ['subjects', 'identity', 'decisions', 'keys', 'usage', 'renewal', 'revocation', 'timestamps'] as const

const FILES = ['root.crt', 'issuing.crt', 'tsa.crt', 'root.crl', 'issuing.crl'] as const
const SERVICES = ['ocsp', 'tsa'] as const

const page = (text: Texts, language: string, { address, isDemo, timestampPolicy }: PolicyPageOptions): string => {
  const at = (path: string): string => new URL(`/ca/${path}`, address).href
  const rules = RULES.map((rule) => `<li><h2>${text[`policy.${rule}`]}</h2><p>${text[`policy.${rule}.is`]}</p></li>`)
  const files = FILES.map(
    (file) => `<li><h2>${text[`policy.${file}`]}</h2><p><a href="/ca/${file}">${escaped(at(file))}</a></p></li>`,
  )
  const services = SERVICES.map(
    (service) => `<li><h2>${text[`policy.${service}`]}</h2><p>${escaped(at(service))}</p></li>`,
  )
  return htmlOf(
    language,
    text['policy.title'],
    `<main>
<header><h1>${text['policy.title']}</h1><p>${text['policy.lead']}</p></header>
${isDemo ? `<p class="note">${text['start.demo']}</p>` : ''}
<ul>
${rules.join('\n')}
<li><h2>${text['policy.identifier']}</h2><p>${escaped(timestampPolicy)}</p></li>
${[...files, ...services].join('\n')}
</ul>
<p><a href="/">${text['policy.back']}</a></p>
</main>`,
  )
}

export const servePolicyPage = (app: FastifyInstance, options: PolicyPageOptions): Promise<void> =>
  servePlainPage(app, options.address, POLICY_PAGE, (text, language) => page(text, language, options))
