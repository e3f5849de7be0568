/** The desktop: shell and engine as modules, the preload as CommonJS (a sandboxed one has to be), the page. */
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

/** Worker threads are files of their own, found beside the engine by name. */
const THREADS = {
  'bid-worker': at('src/engine/bidfile/bid-worker.ts'),
  'block-worker': at('src/engine/bidfile/block-worker.ts'),
  'picture-worker': at('src/engine/pdf/picture-worker.ts'),
}

export default defineConfig({
  main: {
    build: {
      outDir: at('dist/main'),
      target: 'node20.18',
      minify: false,
      rolldownOptions: {
        input: { main: at('src/main/main.ts'), engine: at('src/engine/host-electron.ts'), ...THREADS },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('dist/preload'),
      target: 'node20.18',
      minify: false,
      rolldownOptions: {
        input: { preload: at('src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      outDir: at('dist/renderer'),
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
})
