/** What a person can do to apply for certificates. Every act changes the state; the server decides. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ApplicationsApi, CompanyRequest } from '#agent/applications'
import type { ApplicationAnswer } from '#core/application/messages'
import { attemptWith, isRefused } from '../app/attempt.ts'
import { isOfApplying, type ApplicationStep, type ApplyingScreen, type Screen } from '../app/screen.ts'
import { createChanges } from './changes.ts'
import {
  claimOf,
  EMPTY,
  companyDraftOf,
  companyRequestOf,
  NO_CHOICE,
  NO_COMPANY,
  NO_JOIN,
  readApplyingDraft,
  type ApplyingDraft,
  type ChoiceDraft,
  type CompanyDraft,
  type CompanyKind,
  type JoinDraft,
} from './draft.ts'
import { filledFrom, licenceFactsIn } from './licence.ts'
import { createPictures, type Prepare, type Purpose } from './pictures.ts'
import type { ApplyingState } from './state.ts'
import { isEditable, stepAfter, stepBefore, stepToGoOn } from './steps.ts'

export interface ApplyingHost {
  readonly api: ApplicationsApi
  readonly draft: { read(): string | null; write(value: string): void }
  readonly prepare: Prepare
  /** The text of a QR code in a picture; null where there is none. */
  readCode(picture: Blob): Promise<string | null>
  /** The order by which an application is paid for; null where none is found. */
  orderOf(application: string): Promise<string | null>
}

export interface ApplyingMoves {
  open(screen: Screen): void
  turnTo(screen: Screen): void
  /** Leads to log-in or identity, and back to this screen. */
  lead(screen: Screen): void
  isUnidentified(): boolean
}

export interface ApplyingFlow {
  readonly store: StoreApi<ApplyingState>
  /** Shows again what was shown before the page was loaded again. */
  start(leftAt: Screen): void
  /** The screen has changed. */
  arrive(screen: ApplyingScreen): Promise<void>
  /** Looks again at what is shown, without a word when that fails. */
  look(screen: ApplyingScreen): Promise<void>
  more(): Promise<void>
  seek(text: string): void
  search(): Promise<void>
  /** Begins to fill in a claim of what was searched for, or a takeover of a company that has an administrator. */
  claim(company: { readonly creditCode: string; readonly name: string } | null, kind?: CompanyKind): void
  fillCompany(change: Partial<CompanyDraft>): void
  fillChoice(change: Partial<ChoiceDraft>): void
  fillJoin(change: Partial<JoinDraft>): void
  /** Sends a picture that was taken or chosen: of the licence into the draft, of the form into its application. */
  send(purpose: Purpose, file: Blob): Promise<void>
  sendAgain(purpose: Purpose): Promise<void>
  putCompany(): Promise<void>
  putChoice(): Promise<void>
  join(creditCode: string): Promise<void>
  submit(): Promise<void>
  withdraw(): Promise<void>
  pay(): Promise<void>
  /** Where somebody goes on with the application that is shown. */
  goOn(): void
  /** The step before a screen, where the way back leads to one. */
  stepBefore(screen: Screen): Screen | null
  /** Another person may be the next to use the page. */
  forget(): void
}

const at = (application: string, step: ApplicationStep): ApplyingScreen => ({
  at: 'application-step',
  application,
  step,
})

/** The screens through which one comes to a screen, for the way back. */
const waysTo = ({ at: place }: ApplyingScreen): readonly Screen[] => {
  if (place === 'find-company') return []
  if (place === 'claim' || place === 'join') return [{ at: 'find-company' }]
  return place === 'applications' ? [{ at: 'me' }] : [{ at: 'me' }, { at: 'applications' }]
}

export const createApplyingFlow = (host: ApplyingHost, moves: ApplyingMoves): ApplyingFlow => {
  const { api } = host
  const store = createStore<ApplyingState>(() => ({
    ...{ found: null, applications: null, application: null, administrator: null, choices: null },
    ...{ draft: readApplyingDraft(host.draft.read()), pictures: { licence: null, stamped: null } },
    ...{ licence: null, isBusy: false, error: null },
  }))
  const set = store.setState
  const get = store.getState
  let shown: ApplyingScreen = { at: 'find-company' }

  const fill = (change: Partial<ApplyingDraft>): void => {
    set(({ draft }) => ({ draft: { ...draft, ...change } }))
    host.draft.write(JSON.stringify(get().draft))
  }

  let running: Promise<void> = Promise.resolve()

  const run = attemptWith(store, (error) => {
    const isUnknown = isRefused(error, 'login', 'identity', 'token')
    if (isUnknown) moves.lead(shown)
    return isUnknown
  })

  /** One act at a time. */
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    if (!get().isBusy) await (running = run(act))
  }

  const show = (application: ApplicationAnswer): void => set({ application })
  const { begin, change } = createChanges(api, { known: () => get().application, show })

  /** What was filled in about the person is not kept longer than it is needed. */
  const forgetCompany = () => {
    fill({ company: NO_COMPANY, companyOf: null })
    set({ licence: null })
  }

  /** To a step, or to the application itself where there is none. */
  const goTo = (application: ApplicationAnswer, step: ApplicationStep | null): void => {
    const { id } = application
    moves.turnTo(step === null || !isEditable(application) ? { at: 'application', application: id } : at(id, step))
  }

  const submit = async (): Promise<void> => {
    const application = await change(api.submit, ({ state }) => state === 'submitted')
    forgetCompany()
    goTo(application, null)
  }

  const putCompany = async (company: CompanyRequest): Promise<ApplicationAnswer> =>
    change(
      (known) => api.putCompany(known, company),
      ({ form }) => form.company?.licence === company.licence,
    )

  /** Fills in what the code on a licence says; without one, or without the reader, it is typed. */
  const readLicence = async (picture: Blob): Promise<void> => {
    const licence = licenceFactsIn((await host.readCode(picture).catch(() => null)) ?? '')
    set({ licence })
    const { company, companyOf, companyFor } = get().draft
    if (licence !== null && companyOf === null && companyFor === 'claim')
      fill({ company: filledFrom(licence, company) })
  }

  const pictures = createPictures(api, host.prepare, {
    show: (purpose, picture) => set(({ pictures: sent }) => ({ pictures: { ...sent, [purpose]: picture } })),
    keep: async (purpose, upload) => {
      if (purpose === 'licence') return fill({ company: { ...get().draft.company, licence: upload } })
      await change(
        (known) => api.putStamped(known, upload),
        ({ form }) => form.stamped === upload,
      )
    },
  })

  const loadSteps = async (id: string, step: ApplicationStep): Promise<void> => {
    const application = await api.application(id)
    show(application)
    if (!isEditable(application)) return goTo(application, null)
    const { draft } = get()
    if (step === 'company' && draft.companyOf !== id) fill({ companyOf: id, company: companyDraftOf(application.form) })
    if (step === 'certificate') {
      if (draft.choiceOf !== id) fill({ choiceOf: id, choice: application.form.certificate ?? NO_CHOICE })
      set({ choices: await api.choices() })
    }
  }

  const load = async (screen: ApplyingScreen): Promise<void> => {
    switch (screen.at) {
      case 'find-company':
      case 'applications': {
        const { applications: items, next: after } = await api.applications(null)
        return set({ applications: { items, next: after } })
      }
      case 'claim':
        if (get().draft.companyOf !== null) forgetCompany()
        return
      case 'join':
        if (get().draft.joinOf !== screen.creditCode) fill({ joinOf: screen.creditCode, join: NO_JOIN })
        return set({ administrator: await api.administrator(screen.creditCode) })
      case 'application':
        return show(await api.application(screen.application))
      case 'application-step':
        return loadSteps(screen.application, screen.step)
    }
  }

  return {
    store,
    start: (leftAt) => {
      if (isOfApplying(leftAt)) for (const screen of [...waysTo(leftAt), leftAt]) moves.open(screen)
    },
    arrive: async (screen) => {
      shown = screen
      const id = 'application' in screen ? screen.application : null
      if (id !== null && get().application?.id !== id) set({ application: null })
      if (screen.at === 'join') set({ administrator: null })
      if (screen.at !== 'application' && moves.isUnidentified()) return moves.lead(screen)
      // an act may lead here before it is over
      await running
      if (shown === screen) await attempt(() => load(screen))
    },
    look: async (screen) => {
      if (!get().isBusy) await load(screen).catch(() => undefined)
    },
    more: () =>
      attempt(async () => {
        const { applications } = get()
        if (!applications?.next) return
        const { applications: items, next: after } = await api.applications(applications.next)
        set({ applications: { items: [...applications.items, ...items], next: after } })
      }),
    seek: (searched) => {
      fill({ searched })
      if (get().found !== null) set({ found: null })
    },
    search: () =>
      attempt(async () => {
        const text = get().draft.searched.trim()
        const companies = await api.companies(text)
        set({ found: { text, companies } })
      }),
    claim: (company, kind = 'claim') => {
      const { draft } = get()
      const begun = company === null ? claimOf(draft.searched.trim()) : { ...NO_COMPANY, ...company }
      const { name, creditCode } = draft.company
      const isSameCompany = begun.creditCode === '' ? begun.name === name : begun.creditCode === creditCode
      const isSame = draft.companyOf === null && draft.companyFor === kind && isSameCompany
      if (!isSame) fill({ companyOf: null, companyFor: kind, company: begun })
      moves.open({ at: 'claim' })
    },
    fillCompany: (company) => fill({ company: { ...get().draft.company, ...company } }),
    fillChoice: (choice) => fill({ choice: { ...get().draft.choice, ...choice } }),
    fillJoin: (join) => fill({ join: { ...get().draft.join, ...join } }),
    send: async (purpose, file) => {
      await Promise.all([pictures.send(purpose, file), purpose === 'licence' && readLicence(file)])
    },
    sendAgain: pictures.sendAgain,
    putCompany: () =>
      attempt(async () => {
        const { company: draft, companyOf, companyFor: kind } = get().draft
        const company = companyRequestOf(draft)
        if (companyOf === null) {
          const begun = await begin({ kind, company }, company.creditCode)
          fill({ companyOf: begun.id })
          // one that was under way may say something else
          const isSame = begun.form.company?.licence === company.licence
          if (isSame || !isEditable(begun)) return goTo(begun, stepAfter(kind, 'company'))
        }
        goTo(await putCompany(company), stepAfter(kind, 'company'))
      }),
    putChoice: () =>
      attempt(async () => {
        const { choice } = get().draft
        const application = await change(
          (known) => api.putCertificate(known, choice),
          ({ form }) => JSON.stringify(form.certificate) === JSON.stringify(choice),
        )
        if (stepAfter(application.kind, 'certificate') === null) await submit()
        else goTo(application, stepAfter(application.kind, 'certificate'))
      }),
    join: (creditCode) =>
      attempt(async () => {
        const application = await begin({ kind: 'join', creditCode, administrator: get().draft.join }, creditCode)
        fill({ join: NO_JOIN })
        goTo(application, 'certificate')
      }),
    submit: () => attempt(submit),
    withdraw: () =>
      attempt(async () => {
        await change(api.withdraw, ({ state }) => state === 'withdrawn')
        forgetCompany()
      }),
    pay: () =>
      attempt(async () => {
        const { application } = get()
        const order = application === null ? null : await host.orderOf(application.id)
        moves.open(order === null ? { at: 'orders' } : { at: 'order', order })
      }),
    goOn: () => {
      const { application } = get()
      if (application !== null) moves.open(at(application.id, stepToGoOn(application)))
    },
    forget: () => {
      set({ found: null, applications: null, application: null, administrator: null, error: null })
      fill(EMPTY)
    },
    stepBefore: (screen) => {
      const { application } = get()
      if (screen.at !== 'application-step' || application?.id !== screen.application) return null
      if (!isEditable(application)) return null
      const before = stepBefore(application.kind, screen.step)
      return before === null ? null : at(application.id, before)
    },
  }
}
