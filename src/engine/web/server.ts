/** The desktop for a browser on this machine: the page, the contract over a WebSocket, files over HTTP. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { WebSocketServer } from 'ws'
import { AppError, errorShape } from '#core/errors'
import { mediaType, pageFile, pageHeaders } from '#ipc/page'
import { socketPort } from '#ipc/socket'
import { serve, type Served } from '#ipc/transport'
import { createAdmission } from './admission.ts'
import type { Inbox } from './inbox.ts'

/** A call is small: large files come over HTTP. Bytes. */
const MAX_MESSAGE = 2 ** 20

const NOT_ADMITTED = `<!doctype html><meta charset="utf-8"><title>标印 BidSeal</title>
<p>用终端里显示的地址打开标印。地址只能用一次；要换浏览器，重新运行 npm start。</p>
<p lang="en">Open BidSeal with the address shown in the terminal. It works once; to change browsers, run npm start again.</p>
`

export interface WebHostOptions {
  readonly engine: Served
  readonly inbox: Inbox
  /** The built page. */
  readonly folder: string
  /** 0 for any free one. */
  readonly port: number
  /** Hears of errors that are no AppErrors. */
  readonly onBug: (error: unknown) => void
}

export interface WebHost {
  /** With the token; works once. */
  readonly address: string
  close(): Promise<void>
}

/** Starts to listen on 127.0.0.1. Rejects when the port is taken. */
export const startWebHost = async ({ engine, inbox, folder, port, onBug }: WebHostOptions): Promise<WebHost> => {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new AppError('internal', { reason: 'no port' })
  const admission = createAdmission(bound.port)
  const headers = pageHeaders(`ws://127.0.0.1:${bound.port} ws://localhost:${bound.port}`)

  const answer = (response: ServerResponse, status: number, type: string, body: string, more: object = {}): void => {
    response.writeHead(status, { ...headers, 'Content-Type': type, 'Cache-Control': 'no-store', ...more }).end(body)
  }
  const sendJson = (response: ServerResponse, status: number, value: unknown): void =>
    answer(response, status, 'application/json', JSON.stringify(value))
  const sendNothing = (response: ServerResponse, status: number): void => answer(response, status, 'text/plain', '')

  const sendFile = async (response: ServerResponse, file: string): Promise<void> => {
    const path = join(folder, file)
    const found = await stat(path).catch(() => null)
    if (!found?.isFile()) return sendNothing(response, 404)
    response.writeHead(200, {
      ...headers,
      'Content-Type': mediaType(file),
      'Content-Length': found.size,
      'Cache-Control': file === 'index.html' ? 'no-store' : 'private, max-age=31536000, immutable',
    })
    await pipeline(createReadStream(path), response)
  }

  const takeFile = async (request: IncomingMessage, response: ServerResponse, name: string): Promise<void> => {
    try {
      sendJson(response, 200, await inbox.take(name, request))
    } catch (error) {
      sendJson(response, 422, errorShape(error))
    }
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (!admission.isOurHost(request.headers)) return sendNothing(response, 421)
    const token = url.searchParams.get('token')
    if (request.method === 'GET' && url.pathname === '/' && token !== null) {
      const cookie = admission.exchange(token)
      if (cookie) return answer(response, 303, 'text/plain', '', { 'Set-Cookie': cookie, Location: '/' })
    }
    if (!admission.isAdmitted(request.headers)) return answer(response, 403, 'text/html; charset=utf-8', NOT_ADMITTED)
    if (request.method === 'POST' && url.pathname === '/files') {
      if (!admission.isOurOrigin(request.headers)) return sendNothing(response, 403)
      return takeFile(request, response, url.searchParams.get('name') ?? '')
    }
    const file = pageFile(url.pathname)
    if (request.method !== 'GET' || file === null) return sendNothing(response, 404)
    return sendFile(response, file)
  }

  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendNothing(response, 400)
      response.destroy()
      if (!request.destroyed) onBug(error)
    })
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) => {
    const mayEnter =
      request.url === '/contract' &&
      admission.isOurHost(request.headers) &&
      admission.isOurOrigin(request.headers) &&
      admission.isAdmitted(request.headers)
    if (!mayEnter) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.binaryType = 'arraybuffer'
      webSocket.on('error', () => webSocket.terminate())
      serve(socketPort(webSocket), engine, onBug)
    })
  })

  return {
    address: `http://127.0.0.1:${bound.port}/?token=${admission.token}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
