/** The pages that the server hands out: `--mode phone` and `--mode console`. */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

const PAGES = {
  phone: { root: at('src/phone/page'), base: '/p/', outDir: at('dist/phone') },
  console: { root: at('server/admin/page'), base: '/console/', outDir: at('dist/console') },
} as const

const COMPRESSIBLE = /\.(js|css|html|wasm)$/

/** Writes a `.gz` beside each file that is worth it; the server hands out whichever a browser takes. */
const compress = (): Plugin => ({
  name: 'compress',
  async writeBundle({ dir }, bundle) {
    if (dir === undefined) return
    for (const name of Object.keys(bundle).filter((file) => COMPRESSIBLE.test(file))) {
      const file = resolve(dir, name)
      await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }))
    }
  },
})

const SHARED_TEXTS = /\/src\/locales\/(zh-CN|en)\.json$/

/** Of the texts that all pages share, the phone says those about errors only. */
const errorTexts = (): Plugin => ({
  name: 'error-texts',
  enforce: 'pre',
  transform: (code, id) => {
    if (!SHARED_TEXTS.test(id)) return null
    const texts = Object.entries(JSON.parse(code) as object)
    return { code: JSON.stringify(Object.fromEntries(texts.filter(([key]) => key.startsWith('error.')))), map: null }
  },
})

const isPage = (mode: string): mode is keyof typeof PAGES => mode in PAGES

export default defineConfig(({ mode }) => {
  if (!isPage(mode)) throw new Error(`vite needs --mode ${Object.keys(PAGES).join(' or --mode ')}`)
  const { root, base, outDir } = PAGES[mode]
  return {
    root,
    base,
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    plugins: [react(), compress(), ...(mode === 'phone' ? [errorTexts()] : [])],
    build: {
      outDir,
      emptyOutDir: true,
      target: ['chrome109', 'safari16.4', 'firefox115'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  }
})
