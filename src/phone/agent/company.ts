/** Companies, their members, and those who want to join, as a member asks the server about them. */
import {
  memberList,
  ownCompanies,
  type HandoverRequest,
  type MemberList,
  type OwnCompany,
  type SignedStatement,
} from '#core/application/company'
import type { AuthorisationStep } from '#core/application/form'
import {
  joiningAnswer,
  joiningList,
  uploadAnswer,
  type JoiningAnswer,
  type JoiningItem,
} from '#core/application/messages'
import type { Bytes } from '#core/bytes/bytes'
import type { SendFile, Versioned } from './applications.ts'
import type { Client } from './client.ts'

export const HANDOVER_ANSWERS = ['accept', 'decline', 'withdraw'] as const
export type HandoverAnswer = (typeof HANDOVER_ANSWERS)[number]

/** Every method throws what the server says is wrong, or `server-unreachable`. */
export interface CompanyApi {
  /** Those that the person belongs to. */
  companies(): Promise<readonly OwnCompany[]>
  /** For the administrator. */
  members(creditCode: string): Promise<MemberList>
  /** Ends a membership; signed over `removalBytes`. */
  end(creditCode: string, application: string, signed: SignedStatement): Promise<readonly OwnCompany[]>
  /** Offers the administration; signed over `handoverBytes`. */
  offer(creditCode: string, request: HandoverRequest): Promise<readonly OwnCompany[]>
  answer(creditCode: string, id: string, answer: HandoverAnswer): Promise<readonly OwnCompany[]>
  /** Those who wait for the administrator, of all his companies. */
  joinings(): Promise<readonly JoiningItem[]>
  joining(id: string): Promise<JoiningAnswer>
  authorise(joining: Versioned, authorisation: AuthorisationStep): Promise<JoiningAnswer>
  /** The letter of authorisation, to be sealed. */
  letter(id: string): Promise<Bytes>
  /** With the letter, sealed. */
  agree(joining: Versioned, letter: Bytes): Promise<JoiningAnswer>
  refuse(joining: Versioned, reason: string): Promise<JoiningAnswer>
}

/** Where the letter of authorisation is seen before it is sealed, with the browser's cookies. */
export const letterAddress = (id: string): string => `/api/joining/${id}/letter.pdf`

const HANDOVERS = '/api/companies/{creditCode}/handovers'
const ANSWERS = {
  accept: `${HANDOVERS}/{id}/accept`,
  decline: `${HANDOVERS}/{id}/decline`,
  withdraw: `${HANDOVERS}/{id}/withdraw`,
} as const

export const createCompanyApi = ({ file, get, post, through }: Client, sendFile: SendFile): CompanyApi => ({
  companies: async () => (await get('/api/companies/mine', ownCompanies)).companies,
  members: (creditCode) => get('/api/companies/{creditCode}/members', memberList, { path: { creditCode } }),
  end: async (creditCode, application, signed) => {
    const asked = { path: { creditCode, application }, body: signed }
    return (await post('/api/companies/{creditCode}/members/{application}/end', ownCompanies, asked)).companies
  },
  offer: async (creditCode, request) =>
    (await post(HANDOVERS, ownCompanies, { path: { creditCode }, body: request })).companies,
  answer: async (creditCode, id, answer) =>
    (await post(ANSWERS[answer], ownCompanies, { path: { creditCode, id } })).companies,
  joinings: async () => (await get('/api/joining', joiningList)).applications,
  joining: (id) => get('/api/joining/{id}', joiningAnswer, { path: { id } }),
  authorise: ({ id, version }, authorisation) =>
    post('/api/joining/{id}/authorise', joiningAnswer, { path: { id }, body: { version, authorisation } }),
  letter: (id) => file(letterAddress(id)),
  agree: async ({ id, version }, bytes) => {
    const letter = await through(
      (headers) => sendFile('/api/uploads?purpose=letter', { bytes, headers, onSent: () => undefined }),
      uploadAnswer,
    )
    return post('/api/joining/{id}/agree', joiningAnswer, { path: { id }, body: { version, letter: letter.id } })
  },
  refuse: ({ id, version }, reason) =>
    post('/api/joining/{id}/refuse', joiningAnswer, { path: { id }, body: { version, reason } }),
})
