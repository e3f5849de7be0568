/** Whether this page is an app of its own on the phone, and whether the browser may throw its data away. */

/** How the page can become an app: the browser asks, the person does it by hand, or it is one already. */
export type Installation = 'installed' | 'ask' | 'by-hand'

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

const isInstallPrompt = (event: Event): event is InstallPrompt => 'prompt' in event

export interface Installer {
  state(): Installation
  /** Shows the browser's own question. */
  ask(): Promise<void>
  onChange(listener: () => void): void
}

export const watchInstallation = (): Installer => {
  const listeners = new Set<() => void>()
  let prompt: InstallPrompt | null = null
  const changed = (next: InstallPrompt | null) => {
    prompt = next
    for (const listener of listeners) listener()
  }
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    if (isInstallPrompt(event)) changed(event)
  })
  window.addEventListener('appinstalled', () => changed(null))
  return {
    state: () => (matchMedia('(display-mode: standalone)').matches ? 'installed' : prompt === null ? 'by-hand' : 'ask'),
    ask: async () => {
      await prompt?.prompt()
      changed(null)
    },
    onChange: (listener) => void listeners.add(listener),
  }
}

/** Asks the browser never to evict this page's data. False: it did not promise. */
export const askToPersist = async (): Promise<boolean> => {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist())
  } catch {
    // a browser without storage management promises nothing
    return false
  }
}
