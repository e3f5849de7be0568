import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentOf, idOf, projectOf } from '#tests/support/project'
import { utf8 } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { isFromLaterVersion, MAX_FILE, parseProject, projectText, requireLimits } from './format.ts'
import type { Project } from './project.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

interface Rejected {
  readonly name: string
  readonly at: readonly (string | number)[]
  /** Left out: the member is left out. */
  readonly value?: Json
  readonly details: object
}

const vector = (name: string): string =>
  readFileSync(new URL(`../../../tests/vectors/project/${name}`, import.meta.url), 'utf8')
const good = vector('good.json')
const rejected = JSON.parse(vector('rejected.json')) as Rejected[]
const id = idOf('project')

const parse = (text: string): Project => parseProject(utf8(text), id)

/** The JSON with one member replaced or left out. */
const edit = (json: Json, [name, ...rest]: readonly (string | number)[], value?: Json): Json => {
  if (name === undefined) return value ?? null
  const copy = structuredClone(json) as { [name: string]: Json }
  if (rest.length === 0 && value === undefined) delete copy[name]
  else copy[name] = edit(copy[name] ?? null, rest, value)
  return copy
}

const failureOf = (text: string): AppError | null => {
  try {
    parse(text)
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

describe('project.json', () => {
  it('is written as it was read', () => {
    const project = parse(good)
    expect(projectText(project)).toBe(good)
    expect(project).toMatchObject({
      id,
      parts: [{ documents: [{ pages: { length: 3 } }, { pages: { length: 2 } }] }, {}, {}],
    })
  })

  it('remembers seals of certificates before, and has no word for none', () => {
    const project = { ...parse(good), formerSeals: ['BgcI'] }
    expect(parse(projectText(project))).toEqual(project)
    expect(parse(good).formerSeals).toEqual([])
    expect(good).not.toContain('formerSeals')
  })

  it('remembers bid files that are about to get their names', () => {
    const { outputs, ...project } = parse(good)
    expect(parse(good).coming).toBeNull()
    const text = projectText({ ...project, outputs: null, coming: outputs })
    expect(parse(text)).toEqual({ ...project, outputs: null, coming: outputs })
    expect(failureOf(text.replace('"coming"', '"going"'))).toMatchObject({ code: 'project-damaged' })
  })

  it.each(rejected)('with $name is refused', ({ at, value, details }) => {
    const failure = failureOf(JSON.stringify(edit(JSON.parse(good) as Json, at, value)))
    expect(failure).toMatchObject({ code: 'project-damaged', details })
    expect(isFromLaterVersion(failure)).toBe(at[0] === 'version' && value === 2)
  })

  it.each(['', '{', 'null', '[]', '"x"', '{"version":1}'])('that is %j is refused', (text) => {
    expect(failureOf(text)).toMatchObject({ code: 'project-damaged' })
  })

  it('that is not UTF-8 or far too large is refused', () => {
    expect(() => parseProject(Uint8Array.of(0x22, 0xff, 0x22), id)).toThrow(AppError)
    expect(() => parseProject(new Uint8Array(MAX_FILE + 1), id)).toThrow(AppError)
  })

  it('brings back every project', () => {
    const size = fc.constantFrom(210, 297, 420.5)
    const name = fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' })
    const pages = fc.array(fc.record({ width: size, height: size }), { minLength: 1, maxLength: 9 })
    const shapes = fc.array(fc.array(fc.record({ name, pages, rounds: fc.nat(3) }), { maxLength: 4 }), { maxLength: 4 })
    fc.assert(
      fc.property(shapes, name, (parts, tenderName) => {
        const project = projectOf(
          parts.map((documents, at) =>
            documents.map((shape, index) => ({
              ...documentOf(`d${at}n${index}`, 1, shape.rounds),
              name: shape.name,
              pages: shape.pages,
            })),
          ),
        )
        const named = { ...project, tender: { ...project.tender, tenderName } }
        expect(parse(projectText(named))).toEqual(named)
      }),
    )
  })

  it('with anything changed anywhere is a project or refused, nothing else', () => {
    const json = JSON.parse(good) as Json
    const paths: (string | number)[][] = []
    const walk = (value: Json, path: (string | number)[]): void => {
      paths.push(path)
      if (typeof value === 'object' && value !== null)
        for (const [name, member] of Object.entries(value)) walk(member, [...path, name])
    }
    walk(json, [])
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const failure = failureOf(JSON.stringify(edit(json, path, value as Json)))
        if (failure !== null) expect(failure.code).toBe('project-damaged')
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(good.length), (from, to) => {
        const failure = failureOf(good.slice(0, from) + good.slice(to))
        if (failure !== null) expect(failure.code).toBe('project-damaged')
      }),
    )
  })

  it('holds no more than can be read again', () => {
    const many = projectOf(Array.from({ length: 201 }, () => []))
    expect(() => requireLimits(many)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
    requireLimits(projectOf(Array.from({ length: 200 }, () => [])))
  })
})
