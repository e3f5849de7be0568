/** The console's screens, and the roles that see them. */
import type { Role } from '../roles.ts'

export const VIEWS = [
  'overview',
  'applications',
  'companies',
  'people',
  'certificates',
  'seals',
  'orders',
  'invoices',
  'statistics',
  'audit',
  'settings',
  'officers',
  'account',
] as const
export type View = (typeof VIEWS)[number]

/** Null where everybody may look. The server decides; this only leaves out what would be refused. */
const SEEN_BY: Readonly<Record<View, readonly Role[] | null>> = {
  overview: null,
  applications: ['reviewer'],
  companies: ['reviewer', 'authority', 'auditor'],
  people: ['reviewer', 'authority', 'auditor'],
  certificates: ['reviewer', 'authority', 'auditor'],
  seals: ['reviewer', 'authority', 'auditor'],
  orders: ['reviewer', 'authority', 'auditor'],
  invoices: ['reviewer', 'authority', 'auditor'],
  statistics: ['reviewer', 'authority', 'auditor'],
  audit: ['auditor'],
  settings: ['authority', 'auditor'],
  officers: ['administrator'],
  account: null,
}

export const maySee = (view: View, roles: readonly Role[]): boolean =>
  SEEN_BY[view]?.some((role) => roles.includes(role)) ?? true

/** Those in the title bar; one's own account is behind one's name. */
export const viewsOf = (roles: readonly Role[]): readonly View[] =>
  VIEWS.filter((view) => view !== 'account' && maySee(view, roles))
