/** The queue of applications, the one that is looked at, and what its officer has found and written so far. */
import type { Api } from '../api.ts'
import type { State } from '../state.ts'

export type Queue = Awaited<ReturnType<Api['applications']>>
export type QueueItem = Queue['applications'][number]
export type Kind = QueueItem['kind']
/** Those about which two officers decide. */
export const needsTwo = (kind: Kind): boolean => kind === 'recover' || kind === 'takeover'
export type Application = Awaited<ReturnType<Api['application']>>
export type Tick = Application['checklist']['ticks'][number]
/** Whether what a picture shows is what the form says. */
export type Mark = 'yes' | 'no'

/** Ready-made reasons beside those of what does not agree. */
export const GENERAL_REASONS = ['unclear', 'cut-off', 'incomplete'] as const
export type Reason = Tick | (typeof GENERAL_REASONS)[number]

/** Kept until the application is decided, whatever is read again meanwhile. */
export interface Draft {
  /** That the marks are about. */
  readonly version: number
  readonly marks: Readonly<Partial<Record<Tick, Mark>>>
  readonly reasons: readonly Reason[]
  /** In the officer's own words. */
  readonly words: string
}

/** What has just happened to an application, for the officer to know. */
export interface Told {
  readonly what: 'approved' | 'half-approved' | 'returned' | 'rejected' | 'changed'
  readonly company: string
}

export interface ReviewState {
  readonly queue: Queue | null
  /** Null for all. */
  readonly queueKind: Kind | null
  readonly queueText: string
  /** Whose details are shown, or on their way. */
  readonly openId: string | null
  readonly application: Application | null
  readonly drafts: Readonly<Record<string, Draft>>
  readonly told: Told | null
}

export interface ReviewActs {
  chooseKind(kind: Kind | null): Promise<void>
  searchQueue(text: string): Promise<void>
  /** The next page of the queue, below those before. */
  moreQueue(): Promise<void>
  openApplication(id: string): Promise<void>
  /** To the one so many further down. */
  step(by: number): Promise<void>
  /** The same mark again takes it away; one that does not agree is a reason to return. */
  mark(tick: Tick, mark: Mark): void
  toggleReason(reason: Reason): void
  write(words: string): void
  /** False where it cannot be done, or was not: the next one opens when it was. */
  approve(): Promise<boolean>
  /** @param reasons as the applicant reads them */
  sendBack(reasons: readonly string[]): Promise<boolean>
  reject(reason: string): Promise<boolean>
}

export const NO_REVIEW: ReviewState = {
  ...{ queue: null, queueKind: null, queueText: '', openId: null },
  ...{ application: null, drafts: {}, told: null },
}

/** What an officer has found and written, and where. */
export type ReviewWork = Pick<ReviewState, 'drafts' | 'openId' | 'queueKind' | 'queueText'>

export const workOf = ({ drafts, openId, queueKind, queueText }: ReviewState): ReviewWork => ({
  ...{ drafts, openId, queueKind, queueText },
})

const EMPTY: Omit<Draft, 'version'> = { marks: {}, reasons: [], words: '' }

/** What was found and written about an application; marks of another version count no more. */
export const draftOf = ({ drafts }: Pick<ReviewState, 'drafts'>, { id, version }: Application): Draft => {
  const kept = drafts[id]
  return kept === undefined ? { ...EMPTY, version } : kept.version === version ? kept : { ...kept, version, marks: {} }
}

/** What stands between an application and its approval. */
export const openTicks = ({ checklist }: Application, { marks }: Draft) => ({
  missing: checklist.ticks.filter((tick) => marks[tick] === undefined).length,
  wrong: checklist.ticks.filter((tick) => marks[tick] === 'no').length,
})

export const mayApprove = (application: Application, draft: Draft): boolean => {
  const { missing, wrong } = openTicks(application, draft)
  return application.possible.includes('approve') && application.barred === null && missing + wrong === 0
}

/** It is not what it was when it was opened. */
const OVERTAKEN: readonly string[] = ['application-changed', 'application-state', 'file-not-found']

type Calls = 'applications' | 'application' | 'approveApplication' | 'returnApplication' | 'rejectApplication'

export interface ReviewOptions {
  readonly set: (change: Partial<ReviewState>) => void
  readonly get: () => ReviewState & Pick<State, 'isBusy' | 'fault'>
  readonly api: Pick<Api, Calls>
  /** True when it was done. */
  readonly attempt: (act: () => Promise<void>) => Promise<boolean>
}

export const createReviewing = ({ set, get, api, attempt }: ReviewOptions) => {
  const page = (after: string | null) => {
    const { queueKind, queueText } = get()
    return api.applications({
      text: queueText,
      ...(queueKind === null ? {} : { kind: queueKind }),
      ...(after === null ? {} : { after }),
    })
  }

  const open = async (id: string | null): Promise<void> => {
    set({ openId: id, ...(get().application?.id === id ? {} : { application: null }) })
    if (id === null) return
    const application = await api.application(id)
    if (get().openId === id) set({ application })
  }

  /**
   * Reads the queue again; stays where it was if that still waits, else goes on where it stood.
   * @param done that its officer has done his part in
   */
  const load = async (done: string | null = null): Promise<void> => {
    const { queue: before, openId } = get()
    const place = before?.applications.findIndex(({ id }) => id === openId) ?? -1
    const queue = await page(null)
    set({ queue })
    const rest = queue.applications.filter(({ id }) => id !== done)
    const stays = rest.some(({ id }) => id === openId)
    const next = rest[Math.min(Math.max(place, 0), rest.length - 1)] ?? queue.applications[0]
    await open(stays ? openId : (next?.id ?? null))
  }

  const reload = (done: string | null = null): Promise<boolean> => attempt(() => load(done))

  const change = (work: (draft: Draft) => Partial<Draft>): void => {
    const { application, drafts } = get()
    if (application === null) return
    const draft = draftOf({ drafts }, application)
    set({ drafts: { ...drafts, [application.id]: { ...draft, ...work(draft) } } })
  }

  const forget = (id: string): void => {
    const { [id]: _, ...drafts } = get().drafts
    set({ drafts })
  }

  const decide = async (what: Told['what'], act: (application: Application, draft: Draft) => Promise<unknown>) => {
    const { application, drafts, isBusy } = get()
    if (application === null || isBusy) return false
    const { id, company } = application
    const isDone = await attempt(async () => void (await act(application, draftOf({ drafts }, application))))
    const isOvertaken = !isDone && OVERTAKEN.includes(get().fault?.code ?? '')
    if (!isDone && !isOvertaken) return false
    if (isDone) forget(id)
    set({ told: { what: isDone ? what : 'changed', company } })
    await reload(isDone ? id : null)
    return isDone
  }

  const acts: ReviewActs = {
    chooseKind: async (queueKind) => {
      set({ queueKind, told: null })
      await reload()
    },
    searchQueue: async (queueText) => {
      set({ queueText, told: null })
      await reload()
    },
    moreQueue: async () => {
      const { queue } = get()
      if (queue === null || queue.next === null) return
      await attempt(async () => {
        const more = await page(queue.next)
        set({ queue: { ...more, applications: [...queue.applications, ...more.applications] } })
      })
    },
    openApplication: async (id) => {
      set({ told: null })
      await attempt(() => open(id))
    },
    step: async (by) => {
      const { queue, openId } = get()
      const all = queue?.applications ?? []
      const to = all[all.findIndex(({ id }) => id === openId) + by]
      if (to !== undefined) await acts.openApplication(to.id)
    },
    mark: (tick, mark) =>
      change(({ marks, reasons }) => {
        const { [tick]: before, ...others } = marks
        const isSame = before === mark
        const rest = reasons.filter((reason) => reason !== tick)
        return {
          marks: isSame ? others : { ...marks, [tick]: mark },
          reasons: mark === 'no' && !isSame ? [...rest, tick] : rest,
        }
      }),
    toggleReason: (reason) =>
      change(({ reasons }) => ({
        reasons: reasons.includes(reason) ? reasons.filter((each) => each !== reason) : [...reasons, reason],
      })),
    write: (words) => change(() => ({ words })),
    approve: async () => {
      const { application, drafts } = get()
      if (application === null || !mayApprove(application, draftOf({ drafts }, application))) return false
      const isFirst = needsTwo(application.kind) && application.state === 'submitted'
      return decide(isFirst ? 'half-approved' : 'approved', ({ id, version, checklist }) =>
        api.approveApplication(id, { version, checklist: checklist.version, ticks: [...checklist.ticks] }),
      )
    },
    sendBack: async (reasons) =>
      reasons.length > 0 &&
      decide('returned', ({ id, version }) => api.returnApplication(id, { version, reasons: [...reasons] })),
    reject: (reason) => decide('rejected', ({ id, version }) => api.rejectApplication(id, { version, reason })),
  }

  return { acts, loaders: { applications: () => load() } }
}
