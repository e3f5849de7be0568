/** Composition root of the phone page: the browser's parts around the agent, and the page around both. */
import '#resources/theme/tokens.css'
import '#resources/kit/base.css'
import '#resources/kit/button.css'
import '#resources/kit/tag.css'
import './phone.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { createAccountApi } from '#agent/account'
import { createAgent } from '#agent/agent'
import { createApplicationsApi } from '#agent/applications'
import { createCompanyApi } from '#agent/company'
import { createHoldingsApi } from '#agent/holdings'
import { createOrdersApi } from '#agent/orders'
import { asAppError } from '#core/errors'
import type { Returned } from './account/flow.ts'
import { returnedIn } from './account/returned.ts'
import { createApp, type Host } from './app/app.ts'
import { AppContext } from './app/context.tsx'
import { Page } from './app/page.tsx'
import { HOME, codeIn, isScreen, type Screen } from './app/screen.ts'
import { createFetch, type Call } from './device/http.ts'
import { askToPersist, watchInstallation } from './device/installation.ts'
import { thisDevice } from './device/name.ts'
import { keepForOffline } from './device/offline.ts'
import { readCodeInPhoto } from './device/code-in-photo.ts'
import { prepareFile } from './device/photo.ts'
import { sendFile } from './device/send-file.ts'
import { connectBrowserSocket, onWake } from './device/socket.ts'
import { openStore } from './device/store.ts'
import { browserClock, browserQueue, browserRandom, keptChoice, keptInTab } from './device/system.ts'
import { preferredLanguage, speak, startTranslating } from './i18n.ts'
import { BlockedPage } from './kit/fault.tsx'
import { findOrderOf } from './orders/find.ts'
import { paidOrderIn } from './orders/returned.ts'

const demoCompanies = z.object({ companies: z.array(z.object({ name: z.string(), creditCode: z.string() })).max(16) })

/** The code in the address, taken out of it: a secret is not left where the next person can read it. */
const takeCode = (): string | null => {
  const code = codeIn(location.href)
  if (code !== null) history.replaceState(null, '', location.pathname + location.search)
  return code
}

/** What another site has sent the browser back with, taken out of the address. */
const takeReturn = (): Returned | null => {
  const returned = returnedIn(location.search)
  if (returned !== null) history.replaceState(history.state, '', location.pathname)
  return returned
}

/** The order that was paid elsewhere, taken out of the address. */
const takePaidOrder = (): string | null => {
  const order = paidOrderIn(location.search)
  if (order !== null) history.replaceState(history.state, '', location.pathname)
  return order
}

/** The screen that an entry of the browser's history stands for. */
const screenIn = (state: unknown): Screen => (isScreen(state) ? state : HOME)

const compose = async () => {
  const keptLanguage = keptChoice('language')
  const language = preferredLanguage(keptLanguage.read(), navigator.languages)
  const installer = watchInstallation()
  const leftAt = screenIn(history.state)
  const code = takeCode()
  const returned = takeReturn()
  const paid = takePaidOrder()
  const [name] = await Promise.all([thisDevice(), startTranslating(language)])
  const device = name ?? navigator.platform

  const observers = new Set<(call: Call) => void>()
  const tell = (call: Call) => {
    for (const observe of observers) observe(call)
  }
  const fetchJson = createFetch(tell)
  const accountApi = createAccountApi(createFetch(tell, 'same-origin'))
  const agent = createAgent({
    server: location.origin,
    store: await openStore(),
    fetch: fetchJson,
    member: accountApi.client,
    connect: connectBrowserSocket,
    clock: browserClock,
    random: browserRandom,
    device,
    queue: browserQueue(),
  })
  const ordersApi = createOrdersApi(accountApi.client)
  const applicationsApi = createApplicationsApi(accountApi.client, sendFile)
  const host: Host = {
    navigation: {
      push: (screen) => history.pushState(screen, ''),
      replace: (screen) => history.replaceState(screen, ''),
      back: () => history.back(),
    },
    deviceName: device,
    installation: installer.state,
    askToInstall: installer.ask,
    askToPersist,
    speak: async (chosen) => {
      await speak(chosen)
      keptLanguage.write(chosen)
    },
    demoCompanies: async () => {
      const { status, json } = await fetchJson('/api/demo', { method: 'GET' }).catch(() => ({ status: 0, json: null }))
      const offered = demoCompanies.safeParse(json)
      return status === 200 && offered.success ? offered.data.companies : []
    },
    account: {
      api: accountApi,
      session: keptChoice('account'),
      draft: keptInTab('account'),
      leaveFor: (url) => location.assign(url),
    },
    orders: {
      api: ordersApi,
      draft: keptInTab('invoice'),
      leaveFor: (url) => location.assign(url),
    },
    applying: {
      api: applicationsApi,
      draft: keptInTab('applying'),
      prepare: prepareFile,
      readCode: readCodeInPhoto,
      orderOf: (application) => findOrderOf(ordersApi, application),
    },
    company: {
      api: createCompanyApi(accountApi.client, sendFile),
      draft: keptInTab('company'),
      now: browserClock.now,
    },
    lifecycle: {
      holdings: createHoldingsApi(accountApi.client),
      applications: applicationsApi,
      identity: accountApi.identity,
      orderOf: (application) => findOrderOf(ordersApi, application),
    },
  }
  const app = createApp(agent, host, language)
  observers.add(app.observe)
  installer.onChange(app.installationChanged)
  onWake(() => {
    agent.wake()
    app.wake()
  })
  window.addEventListener('popstate', (event: PopStateEvent) => app.arrived(screenIn(event.state)))
  window.addEventListener('hashchange', () => {
    const next = takeCode()
    if (next !== null) void app.scan(next)
  })
  return { app, code, leftAt, returned, paid }
}

const element = document.getElementById('root')
if (!element) throw new Error('no element to draw in')
const root = createRoot(element)

try {
  const { app, code, leftAt, returned, paid } = await compose()
  await app.start(code, leftAt)
  root.render(
    <StrictMode>
      <AppContext value={app}>
        <Page />
      </AppContext>
    </StrictMode>,
  )
  void keepForOffline()
  app.lifecycle.start(code === null ? leftAt : HOME)
  await app.account.start(returned, code === null ? leftAt : HOME)
  app.orders.start(paid, code === null ? leftAt : HOME)
  app.company.start(code === null ? leftAt : HOME)
  app.applying.start(code === null ? leftAt : HOME)
  app.messages.start(code === null ? leftAt : HOME)
} catch (error) {
  root.render(<BlockedPage error={asAppError(error)} />)
}
