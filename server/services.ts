/** Which services outside a server uses: those its settings name, or stand-ins in a demo. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceName, World } from './outside/call.ts'
import { openServices, type Services } from './outside/services.ts'
import { startSandboxProcess, type SandboxProcess } from './sandbox-process.ts'

const SETTINGS = 'services.json'
const SANDBOX = 'sandbox'
/** Names the settings where no option does. */
const VARIABLE = 'BIDSEAL_SERVICES'

export interface OutsideOptions {
  /** The server's folder, where the settings lie unless they are named. */
  readonly folder: string
  readonly file: string | null
  readonly env: Readonly<Record<string, string | undefined>>
  /** The server's own. */
  readonly address: string
  /** Whether stand-ins are started where there are no settings. */
  readonly hasSandbox: boolean
  readonly world: World
}

export interface Outside {
  readonly services: Services
  readonly missing: readonly ServiceName[]
  /** The developer page of the stand-ins; null without them. */
  readonly developerPage: string | null
  close(): Promise<void>
}

const settingsOf = ({ folder, file, env }: OutsideOptions): string | null => {
  const named = file ?? env[VARIABLE]
  if (named !== undefined && named !== '') return named
  const usual = join(folder, SETTINGS)
  return existsSync(usual) ? usual : null
}

const startSandbox = ({ folder, address, world }: OutsideOptions): Promise<SandboxProcess> =>
  startSandboxProcess(join(folder, SANDBOX), address, () => world.warn({ event: 'stand-ins-ended' }))

/**
 * Opens the services of a server. Throws `services-invalid`, naming file and field, for settings that
 * are not right.
 */
export const openOutside = async (options: OutsideOptions): Promise<Outside> => {
  const file = settingsOf(options)
  const sandbox = file === null && options.hasSandbox ? await startSandbox(options) : null
  const close = async (): Promise<void> => sandbox?.close()
  try {
    const opened = openServices(sandbox?.settings ?? file, options.env, options.world)
    return { ...opened, developerPage: sandbox?.page ?? null, close }
  } catch (error) {
    await close()
    throw error
  }
}
