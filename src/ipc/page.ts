/** How both hosts hand the built page to its window. */

/** What the page may do: its own scripts, styles and pictures, and nothing from anywhere else. */
export const contentPolicy = (engineAddress = "'self'"): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${engineAddress}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Headers of every answer. */
export const pageHeaders = (engineAddress?: string): { readonly [name: string]: string } => ({
  'Content-Security-Policy': contentPolicy(engineAddress),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
})

const FILE = /^\/(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.[a-z0-9]+$/

/** The file below the page's folder that a URL's path names; null for every path the build does not make. */
export const pageFile = (pathname: string): string | null => {
  if (pathname === '/') return 'index.html'
  return FILE.test(pathname) ? pathname.slice(1) : null
}

const TYPES: { readonly [extension: string]: string } = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
}

/** The media type of a file of the page. */
export const mediaType = (file: string): string =>
  TYPES[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
