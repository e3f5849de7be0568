/** Pages that Vite has built: files with a digest in their names are kept, the page itself is asked for each time. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { AppError, errorShape } from '#core/errors'
import { secureArea } from './security.ts'

export interface PageOptions {
  readonly area: 'phone' | 'console'
  /** `/p` */
  readonly prefix: string
  /** What Vite has written. */
  readonly folder: string
  readonly address: string
}

const INDEX = 'index.html'
const FOREVER = 'public, max-age=31536000, immutable'
const NOT_BUILT = 'This page has not been built yet: npm run build, or npm start, which does it.\n'

const isHashed = (file: string): boolean => /[\\/]assets[\\/]/.test(file)
const isFile = (url: string): boolean => /\.\w+$/.test(url.replace(/[?#].*$/, ''))

/** A page at its prefix; addresses inside it that are no files answer with the page as well. */
export const servePage = async (app: FastifyInstance, options: PageOptions): Promise<void> => {
  const { area, prefix, folder, address } = options
  app.get(prefix, (_request, reply) => reply.redirect(`${prefix}/`, 308))
  await app.register(
    async (scope) => {
      secureArea(scope, area, address)
      scope.setNotFoundHandler((request, reply) => {
        if (!existsSync(join(folder, INDEX))) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
        if (request.method !== 'GET' || isFile(request.url))
          return reply.code(404).send({ error: errorShape(new AppError('file-not-found')) })
        return reply.sendFile(INDEX)
      })
      await scope.register(fastifyStatic, {
        root: folder,
        prefix: '/',
        redirect: false,
        dotfiles: 'deny',
        suppressWarning: true,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (reply, file) => void reply.header('cache-control', isHashed(file) ? FOREVER : 'no-cache'),
      })
    },
    { prefix },
  )
}
