/** Files on their way to the page's own server, with how far they have come: `fetch` does not say. */
import type { SendFile } from '#agent/applications'
import { answerOf } from '#agent/http'

/** How long nothing may move; milliseconds. */
const PATIENCE = 30_000

/** Sends with the browser's cookies, as long as something moves. Throws when there is no answer. */
export const sendFile: SendFile = (path, { bytes, headers, onSent }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const giveUp = () => request.abort()
    let timer = setTimeout(giveUp, PATIENCE)
    const moved = () => {
      clearTimeout(timer)
      timer = setTimeout(giveUp, PATIENCE)
    }
    request.open('POST', path)
    request.responseType = 'arraybuffer'
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded }) => {
      moved()
      onSent(bytes.length === 0 ? 1 : loaded / bytes.length)
    }
    request.onloadend = () => {
      clearTimeout(timer)
      const body: unknown = request.response
      if (request.status > 0 && body instanceof ArrayBuffer)
        resolve(answerOf({ status: request.status, arrayBuffer: async () => body }))
      else reject(new Error('the file did not arrive'))
    }
    request.send(bytes)
  })
