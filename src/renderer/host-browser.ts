/** The window in a browser: a host on this machine serves the page, and the engine behind a WebSocket. */
import i18next from 'i18next'
import { AppError, type ErrorShape } from '#core/errors'
import type { Shell } from '#ipc/contract'
import { socketPort } from '#ipc/socket'
import { createClient } from '#ipc/transport'
import type { FilePick } from '#ipc/views'
import type { Connection } from './host.ts'
import { createNotice } from './notice.ts'

/** Milliseconds. */
const RETRY_AFTER = 1000

const ACCEPTED = { pdf: '.pdf', bid: '.ebid,.nbid', certificate: '.pem,.cer,.crt,.der', any: '' } as const

const uploadFile = async (file: File): Promise<FilePick> => {
  const answer = await fetch(`/files?${new URLSearchParams({ name: file.name })}`, { method: 'POST', body: file })
  if (answer.ok) return (await answer.json()) as FilePick
  const { code, details } = (await answer.json()) as ErrorShape
  throw new AppError(code, details)
}

/** One after the other: they share one disk. */
const upload = async (files: readonly File[]): Promise<readonly FilePick[]> => {
  const picks: FilePick[] = []
  for (const file of files) picks.push(await uploadFile(file))
  return picks
}

const chooseFiles = (kind: keyof typeof ACCEPTED, multiple: boolean): Promise<readonly File[]> =>
  new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = ACCEPTED[kind]
    input.multiple = multiple
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })

const shell: Shell = {
  kind: 'browser',
  pickFiles: async ({ kind, multiple }) => upload(await chooseFiles(kind, multiple)),
  pickFolder: async (suggested) => window.prompt(i18next.t('host.folder'), suggested)?.trim() || null,
  pathsOf: upload,
  reveal: async (path) => void window.prompt(i18next.t('host.path'), path),
  window: (act) => act === 'close' && window.close(),
}

export const browserHost = (): Connection => {
  const { client, attach } = createClient()
  const restarts = createNotice()
  let connected = false

  const open = (): void => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/contract`)
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => {
      attach(socketPort(socket))
      if (connected) restarts.give()
      connected = true
    })
    socket.addEventListener('close', () => setTimeout(open, RETRY_AFTER))
  }
  open()

  return { client, shell, onRestart: restarts.on }
}
