/** The window's wishes to its host: dialogs, the file manager, the window itself. Every input is parsed. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  BrowserWindow,
  dialog,
  ipcMain,
  shell,
  type FileFilter,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
} from 'electron'
import { CHANNELS } from '#ipc/bridge'
import { PICK_FILES, PICK_FOLDER, REVEAL, STAT_FILES, WINDOW_ACT } from '#ipc/shell'
import type { FilePick } from '#ipc/views'
import type { EngineProcess } from './engine-process.ts'
import { PAGE_ORIGIN } from './page-protocol.ts'

const FILTERS: { readonly [kind in 'pdf' | 'bid' | 'any' | 'certificate']: FileFilter[] } = {
  pdf: [{ name: 'PDF', extensions: ['pdf'] }],
  bid: [{ name: '.ebid, .nbid', extensions: ['ebid', 'nbid'] }],
  certificate: [{ name: '.pem, .cer, .crt, .der', extensions: ['pem', 'cer', 'crt', 'der'] }],
  any: [],
}

/** The window that asks, if our page itself asks and no frame inside it. */
const windowOf = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): BrowserWindow | null =>
  senderFrame && senderFrame === sender.mainFrame && senderFrame.url.startsWith(`${PAGE_ORIGIN}/`)
    ? BrowserWindow.fromWebContents(sender)
    : null

const pickOf = async (path: string): Promise<FilePick[]> => {
  try {
    const found = await stat(path)
    return found.isFile() ? [{ path, name: basename(path), size: found.size }] : []
  } catch {
    return []
  }
}

const picksOf = async (paths: readonly string[]): Promise<readonly FilePick[]> =>
  (await Promise.all(paths.map(pickOf))).flat()

const handle = (channel: string, answer: (window: BrowserWindow, input: unknown) => Promise<unknown>): void =>
  ipcMain.handle(channel, (event, input: unknown) => {
    const window = windowOf(event)
    if (!window) throw new Error('not the page')
    return answer(window, input)
  })

const listen = (channel: string, act: (window: BrowserWindow, input: unknown) => void): void => {
  ipcMain.on(channel, (event, input: unknown) => {
    const window = windowOf(event)
    if (window) act(window, input)
  })
}

/** Answers all windows. */
export const answerShellCalls = (engine: EngineProcess): void => {
  listen(CHANNELS.connect, (window) => engine.connect(window.webContents))

  handle(CHANNELS.pickFiles, async (window, input) => {
    const { kind, multiple } = PICK_FILES.parse(input)
    const { filePaths } = await dialog.showOpenDialog(window, {
      filters: FILTERS[kind],
      properties: multiple ? ['openFile', 'multiSelections'] : ['openFile'],
    })
    return picksOf(filePaths)
  })

  handle(CHANNELS.pickFolder, async (window, input) => {
    const suggested = PICK_FOLDER.parse(input)
    const { filePaths } = await dialog.showOpenDialog(window, {
      ...(suggested ? { defaultPath: suggested } : {}),
      properties: ['openDirectory', 'createDirectory'],
    })
    return filePaths[0] ?? null
  })

  handle(CHANNELS.statFiles, (_, input) => picksOf(STAT_FILES.parse(input)))
  handle(CHANNELS.reveal, async (_, input) => shell.showItemInFolder(REVEAL.parse(input)))

  listen(CHANNELS.window, (window, input) => {
    const act = WINDOW_ACT.safeParse(input).data
    if (act === 'minimise') window.minimize()
    if (act === 'maximise') {
      if (window.isMaximized()) window.unmaximize()
      else window.maximize()
    }
    if (act === 'close') window.close()
  })
}
