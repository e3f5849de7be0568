/** The built page under its own origin, `app://bidseal`: no files, no network. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { protocol } from 'electron'
import { mediaType, pageFile, pageHeaders } from '#ipc/page'

const SCHEME = 'app'
export const PAGE_ORIGIN = `${SCHEME}://bidseal`

/** Has to happen before the app is ready. */
export const registerPageScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])

const missing = (): Response => new Response(null, { status: 404, headers: pageHeaders() })

/** Serves the page's folder. */
export const servePage = (folder: string): void =>
  protocol.handle(SCHEME, async ({ url, method }) => {
    const { origin, host, pathname } = new URL(url)
    const file = pageFile(pathname)
    const isOurs = origin === PAGE_ORIGIN || `${SCHEME}://${host}` === PAGE_ORIGIN
    if (method !== 'GET' || !isOurs || file === null) return missing()
    try {
      const body = await readFile(join(folder, file))
      return new Response(body, { headers: { ...pageHeaders(), 'Content-Type': mediaType(file) } })
    } catch {
      return missing()
    }
  })
