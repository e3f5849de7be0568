/** Acts on files outside projects: decrypt, verify, drop. */
import i18next from 'i18next'
import type { FilePick } from '#ipc/views'
import { attempt, toast, type App } from './app.ts'
import { addDocuments } from './parts.ts'
import { destinationOf } from './drop.ts'

const read = async <Result>(app: App, file: FilePick, act: () => Promise<Result>): Promise<Result | null> => {
  app.store.setState({ reading: file })
  const result = await attempt(app, act, { subject: file.name })
  app.store.setState({ reading: null })
  return result
}

/** Puts a bid file on the decrypt screen: its header and seal, no key needed. */
export const inspectBid = async (app: App, file: FilePick): Promise<void> => {
  app.store.setState({ screen: 'decrypt', bid: null })
  const bid = await read(app, file, () => app.client.call('bidfile.inspect', { path: file.path }))
  const folder = app.store.getState().settings?.outputFolder ?? ''
  if (bid) app.store.setState({ bid: { file: bid, folder, opened: null } })
}

/** Puts a file's report on the verify screen. */
export const verifyFile = async (app: App, file: FilePick): Promise<void> => {
  app.store.setState({ screen: 'verify', report: null })
  const report = await read(app, file, () => app.client.call('verify.file', { path: file.path }))
  if (report) app.store.setState({ report })
}

/** Writes the report of the verify screen as JSON into a folder that is asked for. */
export const exportReport = async (app: App): Promise<void> => {
  const { report, settings } = app.store.getState()
  const folder = report && (await app.shell.pickFolder(settings?.outputFolder))
  if (!report || !folder) return
  const target = `${folder}${folder.includes('\\') ? '\\' : '/'}${report.name}.verify.json`
  const written = await attempt(app, async () => {
    await app.client.call('verify.export', { path: report.path, target })
    return target
  })
  if (written) toast(app, i18next.t('toast.exported', { path: written }))
}

export const pickBid = async (app: App): Promise<void> => {
  const [file] = await app.shell.pickFiles({ kind: 'bid', multiple: false })
  if (file) await inspectBid(app, file)
}

export const pickToVerify = async (app: App): Promise<void> => {
  const [file] = await app.shell.pickFiles({ kind: 'any', multiple: false })
  if (file) await verifyFile(app, file)
}

/** Takes files that were dropped anywhere on the window to where they belong. */
export const takeDropped = async (app: App, files: readonly File[]): Promise<void> => {
  const { screen } = app.store.getState()
  const destination = destinationOf(
    screen,
    files.map(({ name }) => name),
  )
  if (destination === 'nowhere') {
    toast(app, i18next.t(screen === 'editor' ? 'drop.nowhere.editor' : 'drop.nowhere'))
    return
  }
  const picks = (await attempt(app, () => app.shell.pathsOf(files))) ?? []
  const [first] = picks
  if (!first) return
  if (destination === 'parts')
    await addDocuments(
      app,
      picks.map(({ path }) => path),
    )
  else if (destination === 'decrypt') await inspectBid(app, first)
  else await verifyFile(app, first)
}
