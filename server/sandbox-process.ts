/** The stand-ins of the services outside as a process of their own, which ends with this one. */
import { join } from 'node:path'
import { z } from 'zod'
import { startLeashed } from './leashed-process.ts'

const PROGRAM = join(import.meta.dirname, 'sandbox/main.ts')

const ready = z.object({ event: z.literal('listening'), page: z.url(), settings: z.string() })

export interface SandboxProcess {
  /** The developer page. */
  readonly page: string
  /** The `services.json` that leads to the stand-ins. */
  readonly settings: string
  close(): Promise<void>
}

/**
 * Starts the stand-ins for a server.
 *
 * @param folder where they keep keys and settings
 * @param server the address that they send browsers and notices back to
 * @param ended told when they end although nobody has closed them
 * @throws `server-not-started` when they do not come up
 */
export const startSandboxProcess = async (
  folder: string,
  server: string,
  ended: () => void,
): Promise<SandboxProcess> => {
  const args = ['--folder', folder, '--server', server]
  const started = await startLeashed({ name: 'the stand-ins', program: PROGRAM, args, ready, ended })
  const { page, settings } = started.ready
  return { page, settings, close: started.close }
}
