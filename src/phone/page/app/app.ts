/** What a person can do in the page. Every act changes the state; the agent does the work. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Agent, Confirmation } from '#agent/views'
import { errorShape } from '#core/errors'
import type { Call } from '../device/http.ts'
import type { Installation } from '../device/installation.ts'
import { isOpen } from '../confirm/summary.ts'
import { enrolmentFailed, newEnrolment, taskAfter, tidyCode, type DemoCompany, type Form } from '../enrol/enrolment.ts'
import type { Language } from '#resources/kit/i18n.ts'
import { HOME, isOfConfirmation, type Screen } from './screen.ts'
import type { State } from './state.ts'

/** The browser around the page, as far as the acts need it. */
export interface Host {
  /** The list of screens that the phone's own back gesture walks through. */
  readonly navigation: {
    push(screen: Screen): void
    replace(screen: Screen): void
    back(): void
  }
  readonly deviceName: string
  installation(): Installation
  askToInstall(): Promise<void>
  askToPersist(): Promise<boolean>
  speak(language: Language): Promise<void>
  demoCompanies(): Promise<readonly DemoCompany[]>
}

export interface App {
  readonly store: StoreApi<State>
  /** Answers the code the page was opened with; reads what is kept, and waits for that unless there is something to confirm. */
  start(code: string | null): Promise<void>
  open(screen: Screen): void
  /** Leaves a screen for the one before it. */
  back(): void
  home(): void
  /** The phone's own back gesture led here. */
  arrived(screen: Screen): void
  scan(code: string): Promise<void>
  confirm(pin: string): Promise<void>
  refuse(): Promise<void>
  /** Leaves a confirmation that is over. */
  leave(): void
  /** Leaves it for the camera. */
  scanAgain(): void
  startEnrolling(): Promise<void>
  fillIn(form: Form): void
  askForPin(): void
  enrol(pin: string): Promise<void>
  observe(call: Call): void
  changePin(credential: string, oldPin: string, newPin: string): Promise<void>
  choose(credential: string): Promise<void>
  speak(language: Language): Promise<void>
  install(): Promise<void>
  installationChanged(): void
  putAwayFault(): void
}

export const createApp = (agent: Agent, host: Host, language: Language): App => {
  const store = createStore<State>(() => ({
    screen: HOME,
    language,
    credentials: [],
    current: null,
    history: [],
    confirmation: null,
    enrolment: newEnrolment(host.deviceName, []),
    fault: null,
    installation: host.installation(),
    isPersistent: null,
  }))
  const set = store.setState
  const get = store.getState

  let live: { readonly confirmation: Confirmation; readonly stop: () => void } | null = null

  const show = (error: unknown) => set({ fault: errorShape(error) })

  /** Does something that may fail, and shows the fault. */
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act()
    } catch (error) {
      show(error)
    }
  }

  const refresh = async () => {
    const [credentials, current, history] = await Promise.all([agent.credentials(), agent.current(), agent.history()])
    set({ credentials, current, history: [...history].sort((one, other) => other.at - one.at) })
  }

  const open = (screen: Screen) => {
    host.navigation.push(screen)
    set({ screen })
  }

  /** Puts a screen in the place of this one. */
  const turnTo = (screen: Screen) => {
    host.navigation.replace(screen)
    set({ screen })
  }

  /** Lets go of the confirmation; a desktop that still waits for an answer is refused. */
  const forget = async () => {
    const left = live
    live = null
    set({ confirmation: null })
    if (left === null) return
    left.stop()
    const isAsked = left.confirmation.view().state === 'asked'
    try {
      if (isAsked) await left.confirmation.refuse()
    } finally {
      left.confirmation.close()
    }
    if (isAsked) await refresh()
  }

  const follow = (confirmation: Confirmation) => {
    const look = () => {
      const view = confirmation.view()
      const isNew = get().confirmation?.state !== view.state
      set({ confirmation: view })
      if (isNew && !isOpen(view)) {
        if (get().screen.at === 'pin') turnTo({ at: 'confirm' })
        void attempt(refresh)
      }
    }
    live = { confirmation, stop: confirmation.onChange(look) }
    look()
  }

  const answer = async (code: string, go: (screen: Screen) => void) => {
    try {
      void attempt(forget)
      const confirmation = await agent.scan(code)
      follow(confirmation)
      go({ at: 'confirm' })
    } catch (error) {
      const fault = errorShape(error)
      if (fault.code === 'no-certificate') go({ at: 'no-certificate' })
      else set({ fault })
    }
  }

  const persist = async () => set({ isPersistent: await host.askToPersist() })

  return {
    store,
    start: async (code) => {
      host.navigation.replace(HOME)
      if (code !== null) await answer(code, open)
      const isAnswering = get().confirmation !== null
      const read = attempt(async () => {
        await refresh()
        if (get().current !== null) void attempt(persist)
      })
      if (!isAnswering) await read
    },
    open,
    back: () => host.navigation.back(),
    home: () => turnTo(HOME),
    arrived: (screen) => {
      const { confirmation, enrolment } = get()
      if (enrolment.step === 'working') return host.navigation.push({ at: 'enrol' })
      const isGone = isOfConfirmation(screen) && confirmation === null
      set({ screen: isGone ? HOME : screen })
      if (!isOfConfirmation(screen)) void attempt(forget)
    },
    scan: (code) => answer(code, turnTo),
    confirm: async (pin) => {
      if (live === null) return
      await live.confirmation.confirm(pin)
    },
    refuse: () =>
      attempt(async () => {
        if (get().confirmation?.state === 'asked') await live?.confirmation.refuse()
        else {
          turnTo(HOME)
          await forget()
        }
      }),
    leave: () => {
      turnTo(HOME)
      void attempt(forget)
    },
    scanAgain: () => {
      turnTo({ at: 'scan' })
      void attempt(forget)
    },
    startEnrolling: async () => {
      set({ enrolment: newEnrolment(host.deviceName, get().enrolment.companies) })
      open({ at: 'enrol' })
      const companies = await host.demoCompanies()
      set(({ enrolment }) => ({ enrolment: { ...enrolment, companies } }))
    },
    fillIn: (form) => set(({ enrolment }) => ({ enrolment: { ...enrolment, form, error: null } })),
    askForPin: () => set(({ enrolment }) => ({ enrolment: { ...enrolment, step: 'pin', error: null } })),
    enrol: async (pin) => {
      const { form } = get().enrolment
      set(({ enrolment }) => ({ enrolment: { ...enrolment, step: 'working', task: 'keys', error: null } }))
      try {
        const result = await agent.enrol({
          person: form.person.trim(),
          creditCode: tidyCode(form.creditCode),
          device: form.device.trim(),
          pin,
        })
        await refresh()
        set(({ enrolment }) => ({ enrolment: { ...enrolment, step: 'done', result } }))
        void attempt(persist)
      } catch (error) {
        set(({ enrolment }) => ({ enrolment: enrolmentFailed(enrolment, errorShape(error)) }))
      }
    },
    observe: (call) =>
      set(({ enrolment }) =>
        enrolment.step === 'working' ? { enrolment: { ...enrolment, task: taskAfter(enrolment.task, call) } } : {},
      ),
    changePin: (credential, oldPin, newPin) => agent.changePin(credential, oldPin, newPin),
    choose: (credential) =>
      attempt(async () => {
        await agent.choose(credential)
        await refresh()
      }),
    speak: (wanted) =>
      attempt(async () => {
        await host.speak(wanted)
        set({ language: wanted })
      }),
    install: () =>
      attempt(async () => {
        await host.askToInstall()
        set({ installation: host.installation() })
      }),
    installationChanged: () => set({ installation: host.installation() }),
    putAwayFault: () => set({ fault: null }),
  }
}
