/** What Chromium, alone or in Electron, cannot do without on this machine. */
import { existsSync } from 'node:fs'

/** The root user may not use the sandbox; without a graphics card the GPU process is a source of hangs. */
export const switches = (): string[] => [
  ...(process.getuid?.() === 0 || process.env['CI'] ? ['--no-sandbox'] : []),
  ...(existsSync('/dev/dri') ? [] : ['--disable-gpu']),
]

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The installed Chromium; where none is known, Playwright looks for its own. */
export const chromiumProgram = (): { executablePath: string } | object => {
  const executablePath = process.env['CHROMIUM'] ?? PROGRAMS.find((path) => existsSync(path))
  return executablePath ? { executablePath } : {}
}
