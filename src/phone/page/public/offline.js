/**
 * The page without a network, from what `device/offline.ts` has kept. With one, the server is always asked for the
 * page, so that a new version is never held back; its parts carry a digest in their names and never change.
 */
const worker = globalThis
const HOW = { cacheName: 'page', ignoreVary: true }

/** @param {Request} request */
const part = async (request) => (await worker.caches.match(request, HOW)) ?? fetch(request)

/** @param {Request} request */
const page = async (request) => {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await worker.caches.match('./', HOW)
    if (kept) return kept
    throw error
  }
}

worker.addEventListener('install', () => worker.skipWaiting())
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (request.url.startsWith(`${worker.registration.scope}assets/`)) event.respondWith(part(request))
})
