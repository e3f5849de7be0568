/** What a seal shows, before it is drawn: by the kinds and sizes that the police's rules for seals know. */
import type { SealKind } from '#core/certificate/seal-kinds'

export interface SealDesign {
  readonly kind: SealKind
  /** Along the arc of a company's seals; of a person in a name seal (法定代表人名章). */
  readonly name: string
  /** Below the star of a company's seals: what the seal is for. Empty where it is for everything. */
  readonly line: string
  /** Credit code along the bottom of a company's seals. Empty leaves it out. */
  readonly code: string
}

interface KindFacts {
  /** Width and height in millimetres. */
  readonly size: number
  readonly isRound: boolean
  readonly line: string
}

export const SEAL_FACTS: { readonly [kind in SealKind]: KindFacts } = {
  company: { size: 42, isRound: true, line: '' },
  contract: { size: 42, isRound: true, line: '合同专用章' },
  finance: { size: 38, isRound: true, line: '财务专用章' },
  'legal-person': { size: 20, isRound: false, line: '' },
}

export interface SealOwner {
  readonly company: string
  readonly creditCode: string
}

/** The usual design of a company's seal. */
export const companyDesign = (kind: Exclude<SealKind, 'legal-person'>, owner: SealOwner): SealDesign => ({
  kind,
  name: owner.company,
  line: SEAL_FACTS[kind].line,
  code: owner.creditCode,
})

/** The name seal of a company's legal person. */
export const nameDesign = (person: string): SealDesign => ({ kind: 'legal-person', name: person, line: '', code: '' })

const HAN = /^\p{Script=Han}+$/u
/** What short names are filled up with to four characters. */
const FILLED: { readonly [length: number]: string } = { 1: '之印', 2: '之印', 3: '印' }

/** What stands in a name seal: a Chinese name in columns, the names of others in rows. */
export const nameLines = (name: string): { readonly isHan: boolean; readonly lines: readonly string[] } => {
  const whole = name.replaceAll(/[\s·•．.]/gu, '')
  if (!HAN.test(whole)) return { isHan: false, lines: name.trim().toUpperCase().split(/\s+/) }
  const characters = [...whole, ...(FILLED[[...whole].length] ?? '')]
  const count = Math.ceil(Math.sqrt(characters.length))
  const starts = Array.from({ length: count + 1 }, (_, i) => Math.ceil((i * characters.length) / count))
  return {
    isHan: true,
    lines: starts.slice(0, -1).map((start, i) => characters.slice(start, starts[i + 1]).join('')),
  }
}
