/** For Vitest: one PostgreSQL for all files of a project. */
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the cluster. */
    readonly postgres: string
  }
}

const setUp = async (project: TestProject): Promise<() => Promise<void>> => {
  const cluster = await startPostgres()
  project.provide('postgres', cluster.address)
  return cluster.close
}

export default setUp
