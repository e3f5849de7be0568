/** What the desktop is told on its command line. Chromium's own switches pass by. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { EngineStart } from '#ipc/bridge'

const texts = (value: unknown): readonly string[] =>
  [value].flat().filter((item): item is string => typeof item === 'string' && item !== '')

/**
 * `--data DIR` (where projects and settings lie), `--server URL`, `--root FILE` (may be repeated).
 * Where no folder is named, projects lie below the user's own folder for this program.
 */
export const readOptions = (args: readonly string[], userFolder: string, version: string): EngineStart => {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, server: { type: 'string' }, root: { type: 'string', multiple: true } },
    strict: false,
    allowPositionals: true,
  })
  const [data] = texts(values.data)
  const [server] = texts(values.server)
  return {
    dataFolder: data ? resolve(data) : join(userFolder, 'data'),
    ...(server ? { server } : {}),
    roots: texts(values.root).map((path) => resolve(path)),
    version,
  }
}
