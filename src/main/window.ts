/** The one window. It shows our page and nothing else. */
import { join } from 'node:path'
import { BrowserWindow, screen, session, type WebContents } from 'electron'
import { PAGE_ORIGIN } from './page-protocol.ts'
import { MINIMUM, fitState, loadState, saveState, usualSize } from './window-state.ts'

/** `--bg-window` of the page: no white flash before it is drawn. */
const PAPER = '#fbfaf7'

/** What the page may ask of the browser: to copy an error's number. */
const PERMITTED = ['clipboard-sanitized-write']

/** No page may leave ours, open a window, embed one or use a device. */
export const guardContents = (contents: WebContents): void => {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Denies permissions and downloads. */
export const guardSession = (): void => {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_, permission, answer) => answer(PERMITTED.includes(permission)))
  defaultSession.setPermissionCheckHandler((_, permission) => PERMITTED.includes(permission))
  defaultSession.on('will-download', (event) => event.preventDefault())
}

/** Opens the window where it stood last. */
export const openWindow = (preload: string, userFolder: string): BrowserWindow => {
  const statePath = join(userFolder, 'window.json')
  const { bounds, isMaximised } = fitState(
    loadState(statePath),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...(bounds ?? usualSize(screen.getPrimaryDisplay().workArea)),
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    frame: false,
    show: false,
    backgroundColor: PAPER,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  window.once('ready-to-show', () => {
    if (isMaximised) window.maximize()
    window.show()
    // Whoever started the program from a terminal waits for this line.
    process.stdout.write('{"event":"window"}\n')
  })
  window.on('close', () =>
    saveState(statePath, { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() }),
  )
  void window.loadURL(`${PAGE_ORIGIN}/`)
  return window
}
