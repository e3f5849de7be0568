/** Keeps the page itself for when there is no network: certificates and history can then still be looked at. */

/** The one that `public/offline.js` answers from. */
const CACHE = 'page'
const HERE = new URL('./', location.href).href

/** What this page was made of when it was loaded. */
const parts = (): readonly string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${HERE}assets/`))

/** Without a secure address, or where the browser keeps nothing, the page just needs the network. */
export const keepForOffline = async (): Promise<void> => {
  try {
    await navigator.serviceWorker.register('offline.js')
    const wanted = new Set([HERE, ...parts()])
    const cache = await caches.open(CACHE)
    const kept = new Set((await cache.keys()).map(({ url }) => url))
    await cache.addAll([...wanted].filter((address) => address === HERE || !kept.has(address)))
    for (const address of kept) if (!wanted.has(address)) await cache.delete(address)
  } catch {
    // It is a convenience: nothing else depends on it.
  }
}
