/** What a person can do about companies that he belongs to. Every act changes the state; the server decides. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CompanyApi, HandoverAnswer } from '#agent/company'
import type { CertificateLife, CredentialView } from '#agent/views'
import { toBase64url } from '#core/bytes/base64url'
import { ownBytes } from '#core/bytes/bytes'
import {
  handoverBytes,
  removalBytes,
  type MemberItem,
  type MemberList,
  type OwnCompany,
} from '#core/application/company'
import type { JoiningAnswer, JoiningItem } from '#core/application/messages'
import { AppError, type ErrorShape } from '#core/errors'
import { attemptWith, isRefused, showFailure } from '../app/attempt.ts'
import { isOfCompany, type CompanyAct, type CompanyScreen, type Screen } from '../app/screen.ts'
import { draftFor, NO_AGREEMENT, readAgreementDraft, type AgreementDraft } from './draft.ts'

/** What has just been done, and to whom. */
export interface Done {
  readonly what: CompanyAct | HandoverAnswer | 'refuse'
  readonly name: string
}

export interface CompanyState {
  /** Null until they are known, as everything here. */
  readonly companies: readonly OwnCompany[] | null
  /** Those who want to join. */
  readonly joinings: readonly JoiningItem[] | null
  readonly people: (MemberList & { readonly creditCode: string }) | null
  readonly joining: JoiningAnswer | null
  readonly draft: AgreementDraft
  readonly done: Done | null
  readonly isLoading: boolean
  readonly isBusy: boolean
  /** Why the last act came to nothing. */
  readonly error: ErrorShape | null
}

export interface CompanyHost {
  readonly api: CompanyApi
  readonly draft: { read(): string | null; write(value: string): void }
  now(): number
}

/** The page around the flow. */
export interface CompanyMoves {
  open(screen: Screen): void
  turnTo(screen: Screen): void
  /** Leads to log-in or identity, and back to this screen. */
  lead(wanted: Screen): void
  back(): void
  credentials(): readonly CredentialView[]
  /** Reads again what is kept on this phone. */
  refresh(): Promise<void>
}

export type PinScreen = Extract<CompanyScreen, { readonly at: 'company-pin' }>

export interface CompanyFlow {
  readonly store: StoreApi<CompanyState>
  /** Leads back to what was shown before the page was loaded again. */
  start(leftAt: Screen): void
  arrive(screen: CompanyScreen): Promise<void>
  /** Looks again at a company, without a word when that fails. */
  look(creditCode: string): Promise<void>
  fill(change: Partial<AgreementDraft>): void
  /** Says which seals and how long, and asks for the PIN. */
  authorise(creditCode: string): Promise<void>
  refuse(reason: string): Promise<void>
  answer(creditCode: string, id: string, answer: HandoverAnswer): Promise<void>
  /** The certificate on this phone that speaks for the company. */
  signer(creditCode: string): CredentialView | null
  /** Another person may be the next to use the page. */
  forget(): void
  /** Does what takes the PIN, and leads back. Throws as the agent does, and what the server says is wrong. */
  perform(screen: PinScreen, pin: string): Promise<void>
}

/** The screens through which one comes to a screen, for the way back. */
const waysTo = (screen: CompanyScreen): readonly Screen[] => {
  const me: Screen = { at: 'me' }
  if (screen.at === 'companies') return [me]
  const all: readonly Screen[] = [me, { at: 'companies' }]
  return screen.at === 'company' ? all : [...all, { at: 'company', creditCode: screen.creditCode }]
}

const NOTHING: CompanyState = {
  ...{ companies: null, joinings: null, people: null, joining: null, draft: NO_AGREEMENT, done: null },
  ...{ isLoading: false, isBusy: false, error: null },
}

export const createCompanyFlow = (
  agent: Pick<CertificateLife, 'sealLetter' | 'signStatement'>,
  { api, draft: kept, now }: CompanyHost,
  moves: CompanyMoves,
): CompanyFlow => {
  const store = createStore<CompanyState>(() => ({ ...NOTHING, draft: readAgreementDraft(kept.read()) }))
  const set = store.setState
  const get = store.getState

  let arrivals = 0

  /** Who it is must be known first, and then leads back to the screen. */
  const leadsFrom =
    (screen: CompanyScreen) =>
    (error: ErrorShape): boolean => {
      const isUnknown = isRefused(error, 'login', 'identity')
      if (isUnknown) moves.lead(screen)
      return isUnknown
    }

  const attempt = (screen: CompanyScreen, act: () => Promise<void>): Promise<void> =>
    attemptWith(store, leadsFrom(screen))(act)

  const fill = (change: Partial<AgreementDraft>): void => {
    set(({ draft }) => ({ draft: { ...draft, ...change } }))
    kept.write(JSON.stringify(get().draft))
  }

  const isAdministrator = (creditCode: string): boolean =>
    get().companies?.find((company) => company.creditCode === creditCode)?.role === 'administrator'

  const loadPeople = async (creditCode: string): Promise<void> => {
    if (!isAdministrator(creditCode)) return set({ people: null, joinings: null })
    const [list, joinings] = await Promise.all([api.members(creditCode), api.joinings()])
    set({
      people: { creditCode, ...list },
      joinings: joinings.filter((joining) => joining.creditCode === creditCode),
    })
  }

  const load = async (screen: CompanyScreen): Promise<void> => {
    const companies = await api.companies()
    set({ companies })
    const [only, ...others] = companies
    if (screen.at === 'companies')
      return only !== undefined && others.length === 0 ? loadPeople(only.creditCode) : undefined
    await loadPeople(screen.creditCode)
    if (screen.at !== 'joining' && !(screen.at === 'company-pin' && screen.act === 'agree')) return
    const joining = await api.joining(screen.application)
    set({ joining })
    if (get().draft.of !== joining.id) fill(draftFor(joining, now()))
  }

  const signer = (creditCode: string): CredentialView | null =>
    moves.credentials().find((own) => own.creditCode === creditCode && own.state === 'in-force') ?? null

  const requireSigner = (creditCode: string): string => {
    const own = signer(creditCode)
    if (own === null) throw new AppError('no-certificate')
    return own.id
  }

  const requireJoining = (): JoiningAnswer => {
    const { joining } = get()
    if (joining === null) throw new AppError('file-not-found')
    return joining
  }

  const member = (application: string): MemberItem | undefined =>
    get().people?.members.find((each) => each.application === application)

  const sign = async (creditCode: string, pin: string, statement: (at: number) => Uint8Array) => {
    const at = now()
    const signature = await agent.signStatement(requireSigner(creditCode), pin, statement(at))
    return { at, signature: toBase64url(ownBytes(signature)) }
  }

  const agree = async ({ creditCode }: PinScreen, pin: string): Promise<void> => {
    const joining = requireJoining()
    const letter = await api.letter(joining.id)
    const sealed = await agent.sealLetter(requireSigner(creditCode), pin, letter, now())
    set({ joining: await api.agree(joining, ownBytes(sealed)) })
  }

  const act = async (screen: PinScreen, pin: string): Promise<Done> => {
    const { act: what, creditCode, application } = screen
    switch (what) {
      case 'agree':
        await agree(screen, pin)
        return { what, name: requireJoining().applicant.name }
      case 'hand-over': {
        const signed = await sign(creditCode, pin, (at) => handoverBytes(creditCode, application, at))
        set({ companies: await api.offer(creditCode, { application, ...signed }) })
        return { what, name: member(application)?.name ?? '' }
      }
      case 'remove':
      case 'leave': {
        const signed = await sign(creditCode, pin, (at) => removalBytes(application, at))
        set({ companies: await api.end(creditCode, application, signed) })
        return { what, name: member(application)?.name ?? '' }
      }
    }
  }

  return {
    ...{ store, fill, signer },
    start: (leftAt) => {
      if (isOfCompany(leftAt)) for (const screen of [...waysTo(leftAt), leftAt]) moves.open(screen)
    },
    arrive: async (screen) => {
      if (screen.at !== 'companies' && screen.at !== 'company') set({ done: null })
      if (screen.at === 'joining' && get().joining?.id !== screen.application) set({ joining: null })
      arrivals += 1
      const turn = arrivals
      set({ isLoading: true, error: null })
      try {
        await load(screen)
      } catch (error) {
        if (turn === arrivals) showFailure(store, leadsFrom(screen), error)
      } finally {
        if (turn === arrivals) set({ isLoading: false })
      }
    },
    look: async (creditCode) => {
      const { isBusy, isLoading } = get()
      if (!isBusy && !isLoading) await load({ at: 'company', creditCode }).catch(() => undefined)
    },
    authorise: (creditCode) =>
      attempt({ at: 'company', creditCode }, async () => {
        const { seals, until } = get().draft
        const before = requireJoining()
        const isSame = JSON.stringify(before.authorisation) === JSON.stringify({ seals, until })
        const joining = isSame ? before : await api.authorise(before, { seals, until })
        set({ joining })
        moves.turnTo({ at: 'company-pin', act: 'agree', creditCode, application: joining.id })
      }),
    refuse: (reason) =>
      attempt({ at: 'companies' }, async () => {
        const joining = await api.refuse(requireJoining(), reason)
        set({ joining, done: { what: 'refuse', name: joining.applicant.name } })
        moves.back()
      }),
    answer: (creditCode, id, answer) =>
      attempt({ at: 'company', creditCode }, async () => {
        const name = get().companies?.find((company) => company.creditCode === creditCode)?.handover?.name ?? ''
        set({ companies: await api.answer(creditCode, id, answer), done: { what: answer, name } })
        await loadPeople(creditCode)
      }),
    forget: () => {
      kept.write('')
      set(NOTHING)
    },
    perform: async (screen, pin) => {
      try {
        const done = await act(screen, pin)
        set({ done })
      } catch (error) {
        // It may be locked now.
        await moves.refresh().catch(() => undefined)
        throw error
      }
      moves.back()
    },
  }
}
