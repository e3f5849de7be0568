/** What a person can do about certificates that an account holds or waits for. Every act changes the state; agent and server decide. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ApplicationsApi } from '#agent/applications'
import type { HoldingsApi } from '#agent/holdings'
import type { CertificateLife, CredentialView, FetchedKeys, UnopenedBid } from '#agent/views'
import type { HeldCertificate } from '#core/application/holding'
import type { ApplicationAnswer, ApplicationItem, ChoicesAnswer } from '#core/application/messages'
import { AppError, errorShape, type ErrorShape } from '#core/errors'
import type { IdentityAnswer } from '#core/identity/proof'
import { createChanges } from '../applying/changes.ts'
import { attemptWith, isRefused } from '../app/attempt.ts'
import { isOfLifecycle, type LifecycleScreen, type Screen } from '../app/screen.ts'
import { certificatesOf, type Certificate, type ListName, type Possessions } from '../certificates/lists.ts'
import type { Call } from '../device/http.ts'
import { NOT_BEGUN, downloadFailed, renewedOf, taskAfter, type Download } from './download.ts'

export interface LifecycleState {
  /** The list that is shown. */
  readonly list: ListName
  /** Null while nobody is logged in, and until the server has answered. */
  readonly possessions: Possessions | null
  /** Applications whose keys are on this phone already, and wait for their certificates. */
  readonly begun: readonly string[]
  /** The one that the screen is about. */
  readonly application: ApplicationAnswer | null
  readonly choices: ChoicesAnswer | null
  readonly identity: IdentityAnswer | null
  readonly download: Download
  /** Null until it is known what a revocation would cost. */
  readonly unopened: readonly UnopenedBid[] | null
  /** Keys of older certificates that the keepers have released. */
  readonly released: { readonly count: number; readonly isComplete: boolean } | null
  readonly isBusy: boolean
  /** Why the last act came to nothing. */
  readonly error: ErrorShape | null
}

export interface LifecycleHost {
  readonly holdings: HoldingsApi
  readonly applications: ApplicationsApi
  identity(): Promise<IdentityAnswer>
  /** The order by which an application is paid for; null where none is found. */
  orderOf(application: string): Promise<string | null>
}

/** The page around the flow. */
export interface LifecycleMoves {
  open(screen: Screen): void
  turnTo(screen: Screen): void
  /** Leads to log-in or identity, and back to this screen. */
  lead(screen: Screen): void
  isLoggedIn(): boolean
  credentials(): readonly CredentialView[]
  /** Reads again what is kept on this phone. */
  refresh(): Promise<void>
}

export interface LifecycleFlow {
  readonly store: StoreApi<LifecycleState>
  /** Shows again what was shown before the page was loaded again. */
  start(leftAt: Screen): void
  showList(list: ListName): void
  /** Asks again what the account has, without a word when that fails. */
  look(): Promise<void>
  arrive(screen: LifecycleScreen): Promise<void>
  /** Looks again at what is shown, without a word when that fails. */
  watch(screen: LifecycleScreen): Promise<void>
  tag(holding: HeldCertificate, tags: readonly string[]): Promise<void>
  /** Opens the order of an application that waits for its payment. */
  pay(application: string): Promise<void>
  /** Begins a renewal and submits it as it is. */
  renew(holding: HeldCertificate): Promise<void>
  /** Begins a renewal, and leads to where the organisation is chosen. */
  renewElsewhere(holding: HeldCertificate): Promise<void>
  beginRecovery(holding: HeldCertificate): Promise<void>
  /** Submits the application that the screen is about. */
  submit(): Promise<void>
  askForPin(): void
  explain(): void
  download(pin: string): Promise<void>
  /** Stops what `download` is doing: the keys stay, and it can go on. */
  stop(): void
  /** Lets go of keys whose PIN is lost. */
  forget(): Promise<void>
  observe(call: Call): void
  isAtWork(): boolean
  /** Another person may be the next to use the page. */
  leave(): void
  /** Throws as the agent does. */
  fetchOlderKeys(holding: HeldCertificate, pin: string): Promise<FetchedKeys>
  /** Throws as the agent does. */
  revoke(holding: HeldCertificate, pin: string): Promise<void>
}

export const createLifecycleFlow = (
  agent: CertificateLife,
  { holdings: api, applications, identity, orderOf }: LifecycleHost,
  device: string,
  moves: LifecycleMoves,
): LifecycleFlow => {
  const store = createStore<LifecycleState>(() => ({
    ...{ list: 'in-force', possessions: null, begun: [], application: null, choices: null, identity: null },
    ...{ download: NOT_BEGUN, unopened: null, released: null, isBusy: false, error: null },
  }))
  const set = store.setState
  const get = store.getState

  let downloading = new AbortController()
  let shown: Screen = { at: 'certificates' }

  const attempt = attemptWith(store, (error) => {
    const isUnknown = isRefused(error, 'login', 'identity')
    if (isUnknown) moves.lead(shown)
    return isUnknown
  })

  const listApplications = async (): Promise<readonly ApplicationItem[]> => {
    const all: ApplicationItem[] = []
    let after: string | null = null
    do {
      const { applications: items, next } = await applications.applications(after)
      all.push(...items)
      after = next
    } while (after !== null)
    return all
  }

  const know = async (): Promise<Possessions> => {
    const [holdings, list, begun] = await Promise.all([
      api.certificates(),
      listApplications(),
      agent.pendingDownloads(),
    ])
    const possessions = { holdings, applications: list }
    set({ possessions, begun })
    return possessions
  }

  const certificates = (): readonly Certificate[] =>
    certificatesOf(moves.credentials(), get().possessions?.holdings ?? [])

  /** The pair that a screen names, as the account holds it. */
  const holdingOf = (credential: string): HeldCertificate => {
    const holding = certificates().find(({ id }) => id === credential)?.holding
    if (!holding) throw new AppError('file-not-found')
    return holding
  }

  /** The application that renews or gets back a pair, if there is one. */
  const follow = async ({ next }: HeldCertificate): Promise<void> =>
    set({ application: next === null ? null : await applications.application(next) })

  const load = async (screen: LifecycleScreen): Promise<void> => {
    await know()
    switch (screen.at) {
      case 'download':
        return set({ application: await applications.application(screen.application) })
      case 'renew':
        set({ choices: await applications.choices() })
        return follow(holdingOf(screen.credential))
      case 'recover':
        set({ identity: await identity() })
        return follow(holdingOf(screen.credential))
      case 'revoke':
        return set({ unopened: await agent.unopenedBids(screen.credential) })
      case 'older-keys':
        return set({ released: await api.released(holdingOf(screen.credential).application) })
    }
  }

  const { begin, change } = createChanges(applications, {
    known: () => get().application,
    show: (application) => set({ application }),
  })

  /** An application for the certificates after these: the one that was begun before, or a new one. */
  const goOn = async (kind: 'renew' | 'recover', held: HeldCertificate): Promise<ApplicationAnswer> => {
    const { application: known } = get()
    if (known !== null && known.form.previous === held.application) return known
    const begun = await begin({ kind, previous: held.application }, held.creditCode)
    await know()
    return begun
  }

  const submit = (): Promise<ApplicationAnswer> => change(applications.submit, ({ state }) => state === 'submitted')

  return {
    store,
    start: (leftAt) => {
      if (isOfLifecycle(leftAt)) for (const screen of [{ at: 'certificates' } as const, leftAt]) moves.open(screen)
    },
    showList: (list) => set({ list, error: null }),
    look: async () => {
      if (!moves.isLoggedIn()) return set({ possessions: null })
      await know().catch(() => undefined)
    },
    arrive: async (screen) => {
      shown = screen
      set({ application: null, unopened: null, released: null, error: null })
      if (screen.at === 'download' && get().download.step !== 'working') set({ download: NOT_BEGUN })
      await attempt(() => load(screen))
    },
    watch: async (screen) => {
      if (!get().isBusy) await load(screen).catch(() => undefined)
    },
    tag: (holding, tags) =>
      attempt(async () => {
        const changed = await api.tag(holding.application, tags)
        const { possessions } = get()
        if (possessions === null) return
        const replace = (each: HeldCertificate): HeldCertificate =>
          each.application === changed.application ? changed : each
        set({ possessions: { ...possessions, holdings: possessions.holdings.map(replace) } })
      }),
    pay: (application) =>
      attempt(async () => {
        const order = await orderOf(application)
        moves.open(order === null ? { at: 'orders' } : { at: 'order', order })
      }),
    renew: (holding) =>
      attempt(async () => {
        await goOn('renew', holding)
        await submit()
      }),
    renewElsewhere: (holding) =>
      attempt(async () => {
        const { id } = await goOn('renew', holding)
        moves.open({ at: 'application-step', application: id, step: 'certificate' })
      }),
    beginRecovery: (holding) => attempt(async () => void (await goOn('recover', holding))),
    submit: () =>
      attempt(async () => {
        await submit()
      }),
    askForPin: () => set({ download: { ...NOT_BEGUN, step: 'pin' } }),
    explain: () => set({ download: NOT_BEGUN }),
    download: async (pin) => {
      const { application, possessions } = get()
      if (application === null) return
      const renewed = renewedOf(application, possessions?.holdings ?? [], moves.credentials())
      const { signal } = (downloading = new AbortController())
      set({ download: { ...NOT_BEGUN, step: 'working' } })
      try {
        const { id, creditCode } = application
        const renews = renewed === null ? {} : { renews: renewed.id }
        const result = await agent.download({ application: id, creditCode, pin, device, ...renews }, signal)
        await moves.refresh()
        set({ download: { ...NOT_BEGUN, step: 'done', result } })
        await know().catch(() => undefined)
      } catch (error) {
        set(({ download }) => ({
          download: signal.aborted ? NOT_BEGUN : downloadFailed(download, errorShape(error)),
        }))
        set({ begun: await agent.pendingDownloads() })
        await moves.refresh()
        if (errorShape(error).code === 'order-conflict') await know().catch(() => undefined)
      }
    },
    stop: () => downloading.abort(),
    forget: () =>
      attempt(async () => {
        const { application } = get()
        if (application !== null) await agent.forgetDownload(application.id)
        set({ download: NOT_BEGUN, begun: await agent.pendingDownloads() })
      }),
    observe: (call) =>
      set(({ download }) =>
        download.step === 'working' ? { download: { ...download, task: taskAfter(download.task, call) } } : {},
      ),
    leave: () => set({ possessions: null, application: null, identity: null, released: null, error: null }),
    isAtWork: () => get().download.step === 'working' && get().download.error === null,
    fetchOlderKeys: async ({ fingerprint, application }, pin) => {
      try {
        return await agent.fetchOlderKeys(fingerprint, application, pin)
      } finally {
        await moves.refresh()
      }
    },
    revoke: async ({ fingerprint, application }, pin) => {
      try {
        await agent.revoke(fingerprint, application, pin)
      } finally {
        await moves.refresh()
      }
      await know().catch(() => undefined)
    },
  }
}
