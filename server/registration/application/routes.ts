/** Applications over HTTP, for those whose they are. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Bytes } from '#core/bytes/bytes'
import {
  applicationAnswer,
  applicationList,
  applicationRequest,
  certificateChange,
  companyChange,
  idParameter,
  pageQuery,
  stampedChange,
  versioned,
  type ApplicationAnswer,
} from '#core/application/messages'
import { AppError } from '#core/errors'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Store } from '../../store/store.ts'
import { fileAnswer } from '../../http/file-answer.ts'
import type { ApplicationBox } from './box.ts'
import { itemOf, nextAfter, readAfter, wholeOf } from './view.ts'
import type { Applications } from './applications.ts'
import { requireAccount, requireIdentified } from '../guard.ts'
import type { Papers } from './papers.ts'

export interface ApplicationRoutesOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly applications: Applications
  readonly papers: Papers
}

const PAGE = 20
/** A minute, from one address. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } }

/** A PDF to be kept, which no page may run. */
export const sendPdf = (reply: FastifyReply, fileName: string, bytes: Bytes): FastifyReply =>
  reply
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Buffer.from(bytes))

export const applicationRoutes = (scope: FastifyInstance, options: ApplicationRoutesOptions): void => {
  const { store, box, applications, papers } = options
  const typed = scope.withTypeProvider<ZodTypeProvider>()
  const answer = (row: ApplicationRow): Promise<ApplicationAnswer> => wholeOf(store, box, row, 'applicant')

  const findOwn = async (account: string, id: string): Promise<ApplicationRow> => {
    const row = await store.applications.findOwn(account, id)
    if (row === null) throw new AppError('file-not-found')
    return row
  }

  typed.get(
    '/applications',
    { schema: { querystring: pageQuery, response: { 200: applicationList } } },
    async (request) => {
      const rows = await store.applications.listOwn(requireAccount(request).id, readAfter(request.query.after), PAGE)
      const last = rows.at(-1)
      const end = last === undefined ? undefined : { at: last.createdAt, id: last.id }
      return { applications: rows.map(itemOf), next: nextAfter(end, rows.length, PAGE) }
    },
  )

  typed.post(
    '/applications',
    { schema: { body: applicationRequest, response: { 200: applicationAnswer } }, config: FEW },
    async (request) => answer(await applications.begin(requireIdentified(request).id, request.body)),
  )

  typed.get(
    '/applications/:id',
    { schema: { params: idParameter, response: { 200: applicationAnswer } } },
    async (request) => answer(await findOwn(requireAccount(request).id, request.params.id)),
  )

  typed.post(
    '/applications/:id/company',
    { schema: { params: idParameter, body: companyChange, response: { 200: applicationAnswer } } },
    async (request) => {
      const { version, company } = request.body
      return answer(await applications.putCompany(requireIdentified(request).id, request.params.id, version, company))
    },
  )

  typed.post(
    '/applications/:id/certificate',
    { schema: { params: idParameter, body: certificateChange, response: { 200: applicationAnswer } } },
    async (request) => {
      const { version, certificate } = request.body
      return answer(
        await applications.putCertificate(requireIdentified(request).id, request.params.id, version, certificate),
      )
    },
  )

  typed.post(
    '/applications/:id/stamped',
    { schema: { params: idParameter, body: stampedChange, response: { 200: applicationAnswer } } },
    async (request) => {
      const { version, stamped } = request.body
      return answer(await applications.putStamped(requireIdentified(request).id, request.params.id, version, stamped))
    },
  )

  for (const event of ['submit', 'withdraw'] as const)
    typed.post(
      `/applications/:id/${event}`,
      { schema: { params: idParameter, body: versioned, response: { 200: applicationAnswer } } },
      async (request) => {
        const account = requireIdentified(request).id
        return answer(await applications[event](account, request.params.id, request.body.version))
      },
    )

  typed.get(
    '/applications/:id/form.pdf',
    { schema: { params: idParameter, response: { 200: fileAnswer('application/pdf') } }, config: FEW },
    async (request, reply) => {
      const row = await findOwn(requireIdentified(request).id, request.params.id)
      return sendPdf(reply, `application-${row.id.slice(0, 8)}.pdf`, await papers.form(row))
    },
  )
}
