/** Whatever the server logs is said in words in the console, in both languages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HANDOVER_STATES } from '#core/application/company'
import { CHANGE_STATES } from './setting-rules.ts'

const SERVER = join(import.meta.dirname, '..')

const sources = (readdirSync(SERVER, { recursive: true }) as string[])
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('admin/page/'))
  .map((name) => readFileSync(join(SERVER, name), 'utf8'))

/** Where an action is named: in an entry, or handed to what writes one. */
const PLACES = [/\baction(?:: | = )([^\n]*)/g, /\b(?:record|change)\(([^\n]*)/g]
/** Quoted in such places, and none. */
const OTHERS = ['console', 'deny']
/** Those that are put together, by what they begin or end with. */
const PUT_TOGETHER: Readonly<Record<string, readonly string[]>> = {
  'order-': ['approved', 'refused', 'closed', 'expired'].map((state) => `order-${state}`),
  'handover-': HANDOVER_STATES.map((state) => `handover-${state}`),
  'setting-': CHANGE_STATES.map((state) => `setting-${state}`),
  '-exported': sources
    .flatMap((text) => [...text.matchAll(/\bexportRoute\([^']*'([a-z]+)'/g)])
    .map(([, name]) => `${name}-exported`),
}

const quoted = (pattern: RegExp): ReadonlySet<string> =>
  new Set(
    sources
      .filter((text) => text.includes('audit'))
      .flatMap((text) => PLACES.flatMap((place) => [...text.matchAll(place)]))
      .flatMap(([, line = '']) => [...(line.split(/,? ?facts\b/)[0] ?? '').matchAll(pattern)])
      .map(([, name = '']) => name),
  )

const named = [...quoted(/'([a-z]+(?:-[a-z]+)*)'/g)].filter((name) => !OTHERS.includes(name))
const actions = [...named, ...Object.values(PUT_TOGETHER).flat()]

test('all actions are found in the sources', () => {
  for (const action of ['application-decided', 'order-paid-late', 'login', 'roles-changed', 'account-registered'])
    expect(named).toContain(action)
  expect(PUT_TOGETHER['-exported']?.length).toBeGreaterThan(5)
  const parts = [...quoted(/`([a-z]+-)\$\{/g), ...quoted(/\$\{[^}]*\}(-[a-z]+)`/g)]
  expect(parts.sort()).toEqual(Object.keys(PUT_TOGETHER).sort())
})

test.each(['zh-CN', 'en'])('each has words in %s', (language) => {
  const file = join(SERVER, `../src/locales/console.${language}.json`)
  const words = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>
  expect(actions.filter((action) => !words[`action.${action}`])).toEqual([])
})
