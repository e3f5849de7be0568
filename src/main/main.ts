/** The Electron shell: one window, one engine, one instance for each user folder. */
import { join } from 'node:path'
import { BrowserWindow, Menu, app, dialog } from 'electron'
import { startEngine } from './engine-process.ts'
import { readOptions } from './options.ts'
import { registerPageScheme, servePage } from './page-protocol.ts'
import { answerShellCalls } from './shell-calls.ts'
import { textsFor } from './texts.ts'
import { guardContents, guardSession, openWindow } from './window.ts'

const HERE = import.meta.dirname
const ENGINE = join(HERE, 'engine.js')
const PRELOAD = join(HERE, '../preload/preload.cjs')
const PAGE = join(HERE, '../renderer')

const giveUp = (): void => {
  const { title, body } = textsFor(app.getPreferredSystemLanguages()[0] ?? '')
  dialog.showErrorBox(title, body)
  app.exit(1)
}

const showWindow = (): void => {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return void openWindow(PRELOAD, app.getPath('userData'))
  if (window.isMinimized()) window.restore()
  window.focus()
}

const start = (): void => {
  const userFolder = app.getPath('userData')
  const engine = startEngine(ENGINE, readOptions(process.argv.slice(1), userFolder, app.getVersion()), giveUp)
  servePage(PAGE)
  guardSession()
  answerShellCalls(engine)
  // Without a menu, macOS has no shortcuts for copy and quit; elsewhere they need none.
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  )
  showWindow()

  let isStopped = false
  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    void engine.stop().then(() => {
      isStopped = true
      app.quit()
    })
  })
}

app.on('web-contents-created', (_, contents) => guardContents(contents))
// Dates and pickers speak Chinese, as the page does from the start.
if (!app.commandLine.hasSwitch('lang')) app.commandLine.appendSwitch('lang', 'zh-CN')
registerPageScheme()
if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()
