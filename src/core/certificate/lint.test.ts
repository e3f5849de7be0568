import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromBase64url } from '../bytes/base64url.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { lintCertificate } from './lint.ts'
import { PROFILES, type ProfileName } from './profiles.ts'
import { judgeRules, RULES } from './rules.ts'

interface Vector {
  readonly name: string
  readonly findings: readonly string[]
  /** DER in base64url. */
  readonly certificate: string
}

interface Vectors {
  /** Certificates of anybody. */
  readonly rules: readonly Vector[]
  /** Certificates of ours, good and bad. */
  readonly profiles: readonly (Vector & { readonly profile: ProfileName; readonly hasResponder: boolean })[]
}

const FILE = new URL('../../../tests/vectors/certificate/lint.json', import.meta.url)
const { rules, profiles } = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors
const der = ({ certificate }: Vector): Bytes => fromBase64url(certificate) ?? new Uint8Array()

describe('frozen certificates', () => {
  it.each(rules)('$name: $findings', (vector) => {
    expect(judgeRules(der(vector)).map(({ id }) => id)).toEqual(vector.findings)
  })

  it.each(profiles)('$name, as $profile: $findings', (vector) => {
    expect(lintCertificate(der(vector), vector.profile, vector.hasResponder)).toEqual(vector.findings)
  })

  it('there is a bad one for every rule, and a good one for every profile', () => {
    expect(new Set(rules.flatMap(({ findings }) => findings))).toEqual(new Set(RULES.map(({ id }) => id)))
    const good = profiles.filter(({ findings }) => findings.length === 0).map(({ profile }) => profile)
    expect(new Set(good)).toEqual(new Set(Object.keys(PROFILES)))
  })
})
