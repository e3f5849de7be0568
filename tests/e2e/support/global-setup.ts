/** Before the first test: the pages are built, Electron is there, and so is a display. */
import { buildStale } from '../../../scripts/build.mjs'
import { prepareElectron } from '../../../scripts/electron.mjs'
import { startDisplay } from '../../../scripts/services.mjs'

/** Where the fixtures look for the Electron to start. */
export const ELECTRON = 'BIDSEAL_TEST_ELECTRON'

const setup = async (): Promise<() => Promise<void>> => {
  await buildStale()
  process.env[ELECTRON] = (await prepareElectron()).executable
  if (process.platform !== 'linux') return () => Promise.resolve()
  // Its own display even where there is one: windows do not pop up, and pictures have the same size everywhere.
  const { display, close } = await startDisplay()
  process.env['DISPLAY'] = display
  return close
}

export default setup
