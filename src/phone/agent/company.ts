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

export const createCompanyApi = ({ ask, get, post, through }: Client, sendFile: SendFile): CompanyApi => {
  const change = async (path: string, body: object): Promise<readonly OwnCompany[]> =>
    (await post(`/api/companies/${path}`, body, ownCompanies)).companies

  const decide = ({ id, version }: Versioned, act: string, more: object): Promise<JoiningAnswer> =>
    post(`/api/joining/${id}/${act}`, { version, ...more }, joiningAnswer)

  return {
    companies: async () => (await get('/api/companies/mine', ownCompanies)).companies,
    members: (creditCode) => get(`/api/companies/${creditCode}/members`, memberList),
    end: (creditCode, application, signed) => change(`${creditCode}/members/${application}/end`, signed),
    offer: (creditCode, request) => change(`${creditCode}/handovers`, request),
    answer: (creditCode, id, answer) => change(`${creditCode}/handovers/${id}/${answer}`, {}),
    joinings: async () => (await get('/api/joining', joiningList)).applications,
    joining: (id) => get(`/api/joining/${id}`, joiningAnswer),
    authorise: (joining, authorisation) => decide(joining, 'authorise', { authorisation }),
    letter: async (id) => (await ask(letterAddress(id), 'GET')).bytes,
    agree: async (joining, letter) => {
      const { id } = await through(
        (headers) => sendFile('/api/uploads?purpose=letter', { bytes: letter, headers, onSent: () => undefined }),
        uploadAnswer,
      )
      return decide(joining, 'agree', { letter: id })
    },
    refuse: (joining, reason) => decide(joining, 'refuse', { reason }),
  }
}
