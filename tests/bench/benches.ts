/** Every bench by its name, which is what `npm run bench` takes. */
import type { BenchRow } from './row.ts'

export interface Bench {
  readonly run: () => Promise<BenchRow[]>
}

/** Loaded when it is wanted: one may start what another does not need. */
export const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  authority: () => import('./authority.ts'),
  bidfile: () => import('./bidfile.ts'),
  confirm: () => import('./confirm.ts'),
  desktop: () => import('./desktop.ts'),
  lists: () => import('./lists.ts'),
  relay: () => import('./relay.ts'),
  sealing: () => import('./sealing.ts'),
}
