/** People who apply for certificates over HTTP, as the phone page does. */
import type { ApplicationAnswer } from '#core/application/messages'
import { licencePicture, stampedPicture } from './papers.ts'
import type { Server } from './server.ts'

const PASSWORD = 'tender north 2026'
const CARD = '4111 1111 1111 1111'
const CERTIFICATE = { province: '410000', platform: 'henan-demo', organisation: 'bidseal' }

export interface Somebody {
  readonly name: string
  readonly idNumber: string
  readonly mobile: string
}

export interface ClaimFacts {
  readonly name: string
  readonly creditCode: string
  readonly legalPerson: string
  readonly idNumber: string
  /** A day, or `long-term`. */
  readonly licenceUntil: string
  /** Whether the form comes back as the PDF that it was. */
  readonly isScanned?: boolean
}

export interface Applicant {
  /** Claims a company; the pictures say what is true, the form what `written` says. */
  claim(facts: ClaimFacts, written?: Partial<ClaimFacts>): Promise<ApplicationAnswer>
  /** Wants to become the administrator of a company that has one. */
  takeOver(facts: ClaimFacts): Promise<ApplicationAnswer>
  /** Wants certificates back that an application brought. */
  recover(previous: string, company: string): Promise<ApplicationAnswer>
  find(id: string): Promise<ApplicationAnswer>
  /** Changes the form's licence step, and submits it again. */
  correct(id: string, change: Partial<ClaimFacts>): Promise<ApplicationAnswer>
}

/** Registers somebody by the code on the developer page, and has him prove who he is. */
export const openApplicant = async (server: Server, { name, idNumber, mobile }: Somebody): Promise<Applicant> => {
  const { address, developerPage } = server
  let cookie = ''
  let csrf = ''

  const ask = async (method: string, path: string, body?: object | Uint8Array<ArrayBuffer>): Promise<Response> => {
    const isBytes = body instanceof Uint8Array
    const answer = await fetch(`${address}/api/${path}`, {
      method,
      headers: {
        ...{ origin: address, cookie, 'x-csrf-token': csrf },
        ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    const [set] = answer.headers.getSetCookie()
    if (set !== undefined) cookie = set.split(';')[0] ?? ''
    return answer
  }
  const post = async <T>(path: string, body: object | Uint8Array<ArrayBuffer>): Promise<T> =>
    (await (await ask('POST', path, body)).json()) as T
  const get = async <T>(path: string): Promise<T> => (await (await ask('GET', path)).json()) as T

  const readCode = async (): Promise<string> => {
    const page = await (await fetch(developerPage)).text()
    const message = page.split('<li').find((item) => item.includes(mobile)) ?? ''
    return /<output[^>]*>\s*(\d{6})/.exec(message)?.[1] ?? ''
  }

  const upload = async (purpose: string, picture: Buffer): Promise<string> =>
    (await post<{ id: string }>(`uploads?purpose=${purpose}`, new Uint8Array(picture))).id

  const identify = (): Promise<unknown> => post('identity/bank-card', { name, idNumber, card: CARD, mobile })
  const step = (id: string, path: string, version: number, more: object = {}): Promise<ApplicationAnswer> =>
    post<ApplicationAnswer>(`applications/${id}/${path}`, { version, ...more })

  const stamp = async ({ id, version }: ApplicationAnswer, company: string, isScanned = false) => {
    const form = Buffer.from(await (await ask('GET', `applications/${id}/form.pdf`)).arrayBuffer())
    const stamped = await upload('stamped', isScanned ? form : await stampedPicture(form, company))
    return step(id, 'stamped', version, { stamped })
  }

  const { ticket } = await post<{ ticket: string }>('account/codes', { mobile, purpose: 'enter' })
  const entered = { ticket, code: await readCode(), password: PASSWORD, device: '测试手机' }
  csrf = (await post<{ csrf: string }>('account/register', entered)).csrf
  await identify()

  const ofCompany =
    (kind: 'claim' | 'takeover'): Applicant['claim'] =>
    async ({ isScanned, ...facts }, written = {}) => {
      const until = facts.licenceUntil === 'long-term' ? '长期' : facts.licenceUntil
      const licence = await upload('licence', await licencePicture({ ...facts, until }))
      const company = { ...facts, idType: 'identity-card', ...written, licence }
      const begun = await post<ApplicationAnswer>('applications', { kind, company })
      const chosen = await step(begun.id, 'certificate', begun.version, { certificate: CERTIFICATE })
      const { id, version } = await stamp(chosen, facts.name, isScanned)
      return step(id, 'submit', version)
    }

  return {
    claim: ofCompany('claim'),
    takeOver: ofCompany('takeover'),
    recover: async (previous, company) => {
      const begun = await post<ApplicationAnswer>('applications', { kind: 'recover', previous })
      await identify()
      const { id, version } = await stamp(begun, company)
      return step(id, 'submit', version)
    },
    find: (id) => get<ApplicationAnswer>(`applications/${id}`),
    correct: async (id, change) => {
      const { form, version } = await get<ApplicationAnswer>(`applications/${id}`)
      const changed = await step(id, 'company', version, { company: { ...form.company, ...change } })
      return step(id, 'submit', changed.version)
    },
  }
}
