import type { Screen } from './state.ts'

export type Destination = 'parts' | 'decrypt' | 'verify' | 'nowhere'

/** Where dropped files go: a bid file is decrypted, a PDF joins the open project, anything else is looked at. */
export const destinationOf = (screen: Screen, names: readonly string[]): Destination => {
  const ending = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const endings = new Set(names.map(ending))
  const only = (...allowed: string[]) => endings.size > 0 && [...endings].every((one) => allowed.includes(one))
  if (screen === 'editor') return only('pdf') ? 'parts' : 'nowhere'
  if (names.length !== 1) return 'nowhere'
  if (screen === 'verify') return only('pdf', 'ebid', 'nbid') ? 'verify' : 'nowhere'
  if (only('ebid', 'nbid')) return 'decrypt'
  return only('pdf') ? 'verify' : 'nowhere'
}
