/** Electronic seals that were issued, how seals look, and how a company's next ones will. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { SealKind } from '#core/application/form'
import { parseSealRecord } from '#core/certificate/seal-record'
import { AppError } from '#core/errors'
import { csvOf, everyPage, named, timeText, type Columns } from '../http/csv.ts'
import { fileAnswer } from '../http/file-answer.ts'
import type { ListedSeal, SealPlace } from '../store/seals.ts'
import type { Store } from '../store/store.ts'
import { companyParameter } from './company-messages.ts'
import { exportRoute, loggedFilter } from './export.ts'
import { officerOf, only } from './guard.ts'
import { done } from './messages.ts'
import { READERS } from './people-routes.ts'
import {
  designParameter,
  keptChoice,
  DESIGNED_KINDS,
  sealChoice,
  sealDesigns,
  sealDetails,
  sealDraft,
  sealExport,
  sealList,
  sealParameter,
  sealQuery,
  type SealChoice,
  type SealItem,
} from './seal-messages.ts'

/** What a seal shows. */
export interface DrawnSeal {
  readonly kind: SealKind
  readonly name: string
  readonly line: string
  readonly code: string
}

export interface SealMaker {
  /** As PNG. Throws `invalid-input` when nothing of the name can be drawn. */
  draw(seal: DrawnSeal): Promise<Uint8Array>
  /** Characters that the typeface lacks. */
  missing(seal: DrawnSeal): Promise<readonly string[]>
  /** What stands below the star of a kind, if nobody has chosen. */
  usualLine(kind: SealKind): string
}

export interface SealRoutesOptions {
  readonly store: Store
  readonly sealMaker: SealMaker
  readonly now: () => number
}

export const sealItemOf = (row: ListedSeal, now: number): SealItem => ({
  ...row,
  state: row.revokedAt !== null ? 'revoked' : row.notAfter < now ? 'expired' : 'in-force',
})

const placeOf = ({ issuedAt, serial, id }: ListedSeal): SealPlace => ({ issuedAt, serial, id })
const writePlace = ({ issuedAt, serial, id }: SealPlace): string => `${issuedAt}.${serial}.${id}`

/** What `writePlace` has written. */
const readPlace = (text: string | undefined): SealPlace | null => {
  if (text === undefined) return null
  const [issuedAt = '', serial = '', id = ''] = text.split('.')
  return { issuedAt: Number(issuedAt), serial, id }
}

const COLUMNS: Columns<ListedSeal> = [
  ['seal', ({ id }) => id],
  ['seal-kind', ({ kind }, words) => named(words, 'seal', kind)],
  ['company', ({ company }) => company],
  ['credit-code', ({ creditCode }) => creditCode],
  ['person', ({ person }) => person],
  ['signing', ({ serial }) => serial],
  ['made', ({ issuedAt }) => timeText(issuedAt)],
  ['certificate-until', ({ notAfter }) => timeText(notAfter)],
  ['revoked', ({ revokedAt }) => timeText(revokedAt)],
]

export const sealRoutes = (scope: FastifyInstance, { store, sealMaker, now }: SealRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  const find = async (id: string) => {
    const row = await store.seals.find(id)
    if (row === null) throw new AppError('file-not-found')
    const { record, ...seal } = row
    return { seal, record: parseSealRecord(record) }
  }

  /** Throws `invalid-input` with the characters that cannot be drawn. */
  const draw = async (seal: DrawnSeal): Promise<Buffer> => {
    const missing = await sealMaker.missing(seal)
    if (missing.length > 0)
      throw new AppError('invalid-input', { reason: 'seal-characters', characters: missing.join('') })
    return Buffer.from(await sealMaker.draw(seal))
  }

  typed.get(
    '/seals',
    { schema: { querystring: sealQuery, response: { 200: sealList } }, config: READERS },
    async ({ query: { text, state = null, after, limit } }) => {
      const rows = await store.seals.search({ text, kind: state }, readPlace(after), limit + 1)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      return {
        seals: shown.map((row) => sealItemOf(row, now())),
        next: rows.length > limit && last !== undefined ? writePlace(placeOf(last)) : null,
      }
    },
  )

  typed.get(
    '/seals/:seal',
    { schema: { params: sealParameter, response: { 200: sealDetails } }, config: READERS },
    async ({ params }) => {
      const { seal, record } = await find(params.seal)
      const { name, width, height, validStart, validEnd } = record
      const [validFrom, validUntil] = [validStart.getTime(), validEnd.getTime()]
      return { seal: sealItemOf(seal, now()), name, width, height, validFrom, validUntil }
    },
  )

  typed.get(
    '/seals/:seal/picture',
    { schema: { params: sealParameter, response: { 200: fileAnswer('image/png') } }, config: READERS },
    async ({ params }, reply) => reply.type('image/png').send(Buffer.from((await find(params.seal)).record.picture)),
  )

  typed.post(
    '/seals/preview',
    { schema: { body: sealDraft, response: { 200: fileAnswer('image/png') } }, config: READERS },
    async ({ body }, reply) => reply.type('image/png').send(await draw(body)),
  )

  const usualOf = (kind: SealKind): SealChoice => ({ line: sealMaker.usualLine(kind), hasCode: true })

  const companyOf = async (code: string) => {
    const company = await store.companies.find(code)
    if (company === null) throw new AppError('company-unknown')
    return company
  }

  typed.get(
    '/companies/:code/designs',
    { schema: { params: companyParameter, response: { 200: sealDesigns } }, config: READERS },
    async ({ params: { code } }) => {
      const [company, rows] = await Promise.all([companyOf(code), store.sealDesigns.ofCompany(code)])
      return {
        company,
        designs: DESIGNED_KINDS.map((kind) => {
          const row = rows.find((each) => each.kind === kind)
          const usual = usualOf(kind)
          const choice = row === undefined ? usual : keptChoice.parse(JSON.parse(row.design))
          return { kind, usual, choice, savedBy: row?.savedBy ?? null, savedAt: row?.savedAt ?? null }
        }),
      }
    },
  )

  typed.post(
    '/companies/:code/designs/:kind',
    { schema: { params: designParameter, body: sealChoice, response: { 200: done } }, config: only('authority') },
    async (request) => {
      const { code: creditCode, kind } = request.params
      const { officer } = officerOf(request).session
      const { name } = await companyOf(creditCode)
      const { line, hasCode } = request.body
      await draw({ kind, name, line, code: hasCode ? creditCode : '' })
      await store.transaction(async ({ sealDesigns: designs, audit }) => {
        const isUsual = line === usualOf(kind).line && hasCode
        if (isUsual) await designs.remove(creditCode, kind)
        else
          await designs.put({
            ...{ creditCode, kind, savedBy: officer, savedAt: now() },
            design: JSON.stringify(request.body),
          })
        const facts = { creditCode, sealKind: kind, line, hasCode }
        await audit.append({ actor: officer, action: 'seal-designed', facts }, now())
      })
      return {}
    },
  )

  exportRoute(scope, { store, now, logged: loggedFilter }, 'seals', sealExport, ({ text, state = null }, words) =>
    csvOf(
      COLUMNS,
      words,
      everyPage((after: SealPlace | null, limit) => store.seals.search({ text, kind: state }, after, limit), placeOf),
    ),
  )
}
