/** A service that does not do what it should: silent, wordy, broken, or somebody else. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface CrookedService {
  readonly address: string
  /** How often it has been asked. */
  asked(): number
  close(): Promise<void>
}

export const openCrookedService = async (
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<CrookedService> => {
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    request.resume().once('end', () => answer(response, request))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('no port')
  return {
    address: `http://localhost:${bound.port}`,
    asked: () => asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
