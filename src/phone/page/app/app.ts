/** What a person can do in the page. Every act changes the state; the agent does the work. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Agent, Confirmation } from '#agent/views'
import { errorShape } from '#core/errors'
import { createAccountFlow, type AccountFlow, type AccountHost } from '../account/flow.ts'
import { createApplyingFlow, type ApplyingFlow, type ApplyingHost } from '../applying/flow.ts'
import { createCompanyFlow, type CompanyFlow, type CompanyHost } from '../company/flow.ts'
import type { Call } from '../device/http.ts'
import type { Installation } from '../device/installation.ts'
import { isAskedFor, isAtWork, isOpen } from '../confirm/summary.ts'
import {
  enrolmentAgain,
  enrolmentFailed,
  newEnrolment,
  taskAfter,
  tidyCode,
  type DemoCompany,
  type Form,
} from '../enrol/enrolment.ts'
import { createLifecycleFlow, type LifecycleFlow, type LifecycleHost } from '../lifecycle/flow.ts'
import { createMessagesFlow, type MessagesFlow } from '../messages/flow.ts'
import { createOrdersFlow, type OrdersFlow, type OrdersHost } from '../orders/flow.ts'
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
  readonly account: AccountHost
  readonly orders: OrdersHost
  readonly applying: ApplyingHost
  readonly lifecycle: LifecycleHost
  readonly company: CompanyHost
}

export interface App {
  readonly store: StoreApi<State>
  readonly account: AccountFlow
  readonly orders: OrdersFlow
  readonly applying: ApplyingFlow
  readonly messages: MessagesFlow
  readonly lifecycle: LifecycleFlow
  readonly company: CompanyFlow
  /**
   * Answers the code the page was opened with; reads what is kept, and waits for that unless there is something to
   * confirm. A page that was loaded again while it was answering says that this is over.
   */
  start(code: string | null, leftAt?: Screen): Promise<void>
  /** The page is visible again or the network is back: another page may have changed what is kept. */
  wake(): void
  open(screen: Screen): void
  /** Puts a screen in the place of this one. */
  turnTo(screen: Screen): void
  /** Leaves a screen for the one before it. */
  back(): void
  home(): void
  /** The phone's own back gesture led here. */
  arrived(screen: Screen): void
  scan(code: string): Promise<void>
  confirm(pin: string): Promise<void>
  refuse(reason?: string): Promise<void>
  /** Leaves a confirmation that is over. */
  leave(): void
  /** Leaves it for the camera. */
  scanAgain(): void
  startEnrolling(): Promise<void>
  /** Leads back to the form from what follows it. */
  fillIn(form: Form): void
  askForPin(): void
  enrol(pin: string): Promise<void>
  /** Stops what `enrol` is doing, and leads back to the form. */
  stopEnrolling(): void
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
  let enrolling = new AbortController()

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
    const isAsked = isAskedFor(left.confirmation.view())
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
        if (isOfConfirmation(get().screen)) turnTo({ at: 'outcome' })
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

  const fillIn = (form: Form) =>
    set(({ enrolment }) => ({ enrolment: { ...enrolment, step: 'form', form, error: null } }))

  const persist = async () => set({ isPersistent: await host.askToPersist() })

  const account = createAccountFlow(host.account, host.deviceName, { open, turnTo })
  const lifecycle = createLifecycleFlow(agent, host.lifecycle, host.deviceName, {
    ...{ open, turnTo, refresh, lead: account.lead },
    isLoggedIn: () => account.store.getState().account !== null,
    credentials: () => get().credentials,
  })

  const applying = createApplyingFlow(host.applying, {
    ...{ open, turnTo, lead: account.lead },
    isUnidentified: () => account.store.getState().account?.identifiedAt === null,
  })
  const messages = createMessagesFlow(host.applying.api, { open, lead: account.lead })
  account.store.subscribe((now, before) => {
    if (now.account !== null && before.account === null) void messages.look()
  })

  const company = createCompanyFlow(agent, host.company, {
    ...{ open, turnTo, refresh, lead: account.lead },
    back: () => host.navigation.back(),
    credentials: () => get().credentials,
  })

  const orders = createOrdersFlow(host.orders, { open, lead: account.lead, back: () => host.navigation.back() })

  return {
    store,
    company,
    applying,
    messages,
    orders,
    account: {
      ...account,
      logout: async () => {
        await account.logout()
        if (account.store.getState().account !== null) return
        applying.forget()
        messages.forget()
        orders.forget()
        company.forget()
        lifecycle.leave()
      },
    },
    lifecycle,
    start: async (code, leftAt = HOME) => {
      host.navigation.replace(HOME)
      if (code !== null) await answer(code, open)
      else if (isOfConfirmation(leftAt)) open({ at: 'interrupted' })
      const isAnswering = get().confirmation !== null
      const read = attempt(async () => {
        await refresh()
        if (get().current !== null) void attempt(persist)
      })
      if (!isAnswering) await read
    },
    wake: () => {
      if (live === null) void attempt(refresh)
      if (account.store.getState().account !== null) void messages.look()
    },
    open,
    turnTo,
    back: () => host.navigation.back(),
    home: () => turnTo(HOME),
    arrived: (screen) => {
      const { confirmation, enrolment, screen: left } = get()
      if (left.at === 'enrol' && enrolment.step === 'pin') {
        host.navigation.push(left)
        return fillIn(enrolment.form)
      }
      if (enrolment.step === 'working' && enrolment.error === null) return host.navigation.push({ at: 'enrol' })
      const before = applying.stepBefore(left)
      if (before !== null) return open(before)
      if (lifecycle.isAtWork() && left.at === 'download') return host.navigation.push(left)
      if (confirmation && isAtWork(confirmation) && screen.at === 'confirm') return host.navigation.push({ at: 'pin' })
      const isOver = confirmation === null || !isOpen(confirmation)
      const isGone = screen.at === 'outcome' || (isOfConfirmation(screen) && isOver)
      if (isGone) turnTo(HOME)
      else set({ screen })
      if (isGone || !isOfConfirmation(screen)) void attempt(forget)
    },
    scan: (code) => answer(code, turnTo),
    confirm: async (pin) => {
      if (live === null) return
      await live.confirmation.confirm(pin)
    },
    refuse: (reason) =>
      attempt(async () => {
        const { confirmation } = get()
        if (confirmation !== null && isAskedFor(confirmation)) await live?.confirmation.refuse(reason)
        const { confirmation: after } = get()
        if (after !== null && !isOpen(after)) return
        turnTo(HOME)
        await forget()
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
      set(({ enrolment }) => ({ enrolment: enrolmentAgain(enrolment, host.deviceName) }))
      open({ at: 'enrol' })
      const companies = await host.demoCompanies()
      set(({ enrolment }) => ({ enrolment: { ...enrolment, companies } }))
    },
    fillIn,
    askForPin: () => set(({ enrolment }) => ({ enrolment: { ...enrolment, step: 'pin', error: null } })),
    enrol: async (pin) => {
      const { form } = get().enrolment
      const { signal } = (enrolling = new AbortController())
      set(({ enrolment }) => ({ enrolment: { ...enrolment, step: 'working', task: 'keys', error: null } }))
      try {
        const result = await agent.enrol(
          { person: form.person.trim(), creditCode: tidyCode(form.creditCode), device: form.device.trim(), pin },
          signal,
        )
        await refresh()
        set(({ enrolment }) => ({ enrolment: { ...enrolment, step: 'done', result } }))
        void attempt(persist)
      } catch (error) {
        set(({ enrolment }) => ({
          enrolment: signal.aborted
            ? { ...enrolment, step: 'form', error: null }
            : enrolmentFailed(enrolment, errorShape(error)),
        }))
      }
    },
    stopEnrolling: () => enrolling.abort(),
    observe: (call) => {
      lifecycle.observe(call)
      set(({ enrolment }) =>
        enrolment.step === 'working' ? { enrolment: { ...enrolment, task: taskAfter(enrolment.task, call) } } : {},
      )
    },
    changePin: async (credential, oldPin, newPin) => {
      try {
        await agent.changePin(credential, oldPin, newPin)
      } catch (error) {
        // It may be locked now.
        await attempt(refresh)
        throw error
      }
    },
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
