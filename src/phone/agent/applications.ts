/** Companies, applications, uploads and messages, as a person with an account asks the server about them. */
import {
  administratorAnswer,
  applicationAnswer,
  applicationList,
  choicesAnswer,
  companyAnswer,
  messageList,
  uploadAnswer,
  type AdministratorAnswer,
  type ApplicationAnswer,
  type ApplicationList,
  type ApplicationRequest,
  type ChoicesAnswer,
  type CompanyAnswer,
  type MessageList,
  type UploadAnswer,
  type UploadPurpose,
  type companyChange,
} from '#core/application/messages'
import type { CertificateStep } from '#core/application/form'
import type { Bytes } from '#core/bytes/bytes'
import { nothing } from '#core/identity/account'
import type { z } from 'zod'
import type { Client } from './client.ts'
import type { HttpAnswer } from './http.ts'

/** Sends the bytes of a file to the agent's own server; `onSent` hears which share of them has gone, from 0 to 1. */
export type SendFile = (
  path: string,
  file: {
    readonly bytes: Bytes
    readonly headers: Readonly<Record<string, string>>
    readonly onSent: (share: number) => void
  },
) => Promise<HttpAnswer>

/** An application as it was looked at: a change of another version is refused. */
export type Versioned = Pick<ApplicationAnswer, 'id' | 'version'>

/** What is sent of a company; the server reads it as strictly as `companyStep` does. */
export type CompanyRequest = z.input<typeof companyChange>['company']

/** Every method throws what the server says is wrong, or `server-unreachable`. */
export interface ApplicationsApi {
  companies(text: string): Promise<CompanyAnswer['companies']>
  administrator(creditCode: string): Promise<AdministratorAnswer>
  choices(): Promise<ChoicesAnswer>
  /** After the cursor of the page before; the first one for null. */
  applications(after: string | null): Promise<ApplicationList>
  application(id: string): Promise<ApplicationAnswer>
  begin(request: ApplicationRequest): Promise<ApplicationAnswer>
  putCompany(application: Versioned, company: CompanyRequest): Promise<ApplicationAnswer>
  putCertificate(application: Versioned, certificate: CertificateStep): Promise<ApplicationAnswer>
  putStamped(application: Versioned, stamped: string): Promise<ApplicationAnswer>
  submit(application: Versioned): Promise<ApplicationAnswer>
  withdraw(application: Versioned): Promise<ApplicationAnswer>
  upload(purpose: UploadPurpose, bytes: Bytes, onSent: (share: number) => void): Promise<UploadAnswer>
  messages(after: string | null): Promise<MessageList>
  readMessage(id: string): Promise<void>
  /** All that came up to a moment. */
  readMessages(until: number): Promise<void>
}

const page = (after: string | null) => ({ query: after === null ? {} : { after } })

export const createApplicationsApi = ({ get, post, through }: Client, sendFile: SendFile): ApplicationsApi => ({
  companies: async (text) => (await get('/api/companies', companyAnswer, { query: { text } })).companies,
  administrator: (creditCode) =>
    get('/api/companies/{creditCode}/administrator', administratorAnswer, { path: { creditCode } }),
  choices: () => get('/api/companies/choices', choicesAnswer),
  applications: (after) => get('/api/applications', applicationList, page(after)),
  application: (id) => get('/api/applications/{id}', applicationAnswer, { path: { id } }),
  begin: (request) => post('/api/applications', applicationAnswer, { body: request }),
  putCompany: ({ id, version }, company) =>
    post('/api/applications/{id}/company', applicationAnswer, { path: { id }, body: { version, company } }),
  putCertificate: ({ id, version }, certificate) =>
    post('/api/applications/{id}/certificate', applicationAnswer, { path: { id }, body: { version, certificate } }),
  putStamped: ({ id, version }, stamped) =>
    post('/api/applications/{id}/stamped', applicationAnswer, { path: { id }, body: { version, stamped } }),
  submit: ({ id, version }) =>
    post('/api/applications/{id}/submit', applicationAnswer, { path: { id }, body: { version } }),
  withdraw: ({ id, version }) =>
    post('/api/applications/{id}/withdraw', applicationAnswer, { path: { id }, body: { version } }),
  upload: (purpose, bytes, onSent) =>
    through((headers) => sendFile(`/api/uploads?purpose=${purpose}`, { bytes, headers, onSent }), uploadAnswer),
  messages: (after) => get('/api/messages', messageList, page(after)),
  readMessage: async (id) => void (await post('/api/messages/{id}/read', nothing, { path: { id } })),
  readMessages: async (until) => void (await post('/api/messages/read', nothing, { body: { until } })),
})

/** Where the application's form is downloaded, filled in, with the browser's cookies. */
export const applicationPaper = (id: string): string => `/api/applications/${id}/form.pdf`

/** Where a file that was sent is seen again. */
export const uploadAddress = (id: string): string => `/api/uploads/${id}`
