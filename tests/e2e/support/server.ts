/** A real server with demo companies and data of its own. */
import { startServer } from '../../../scripts/services.mjs'

export interface Server {
  readonly address: string
  /** The root certificate's file. */
  readonly root: string
  /** Those of all authorities that run here. */
  readonly roots: readonly string[]
  readonly data: string
  /** Where the stand-ins of services outside show what they were asked. */
  readonly developerPage: string
  close(): Promise<void>
}

/** Starts a server in an empty data folder, or again in one that it has used before, on any free port or on this one. */
export const openServer = async (data: string, port = 0): Promise<Server> => {
  const { address, root, roots, developerPage, close } = await startServer({ data, port })
  return { address, root, roots, data, developerPage, close }
}
