/** The pages that the server hands out: `--mode phone` and `--mode console`. */
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

const PAGES = {
  phone: { root: at('src/phone/page'), base: '/p/', outDir: at('dist/phone') },
  console: { root: at('server/admin/page'), base: '/console/', outDir: at('dist/console') },
} as const

const isPage = (mode: string): mode is keyof typeof PAGES => mode in PAGES

export default defineConfig(({ mode }) => {
  if (!isPage(mode)) throw new Error(`vite needs --mode ${Object.keys(PAGES).join(' or --mode ')}`)
  const { root, base, outDir } = PAGES[mode]
  return {
    root,
    base,
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: ['chrome109', 'safari16.4', 'firefox115'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  }
})
