/** Who may do what in the console. */

/** A role is what somebody was trusted with; an officer has one or more. */
export const ROLES = ['reviewer', 'authority', 'auditor', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/**
 * How far a log-in has come: the second factor has to be set up, or its code is asked for, or the
 * one-time password has to be changed; then everything that the roles allow is open.
 */
export const STAGES = ['set-up', 'code', 'password', 'open'] as const
export type Stage = (typeof STAGES)[number]

/** Who may call a route: anybody, or officers with one of these roles who have come that far. */
export type Access = 'public' | { readonly roles: readonly Role[]; readonly stages: readonly Stage[] }

export const isRole = (name: string): name is Role => ROLES.some((role) => role === name)

export const mayCall = (access: Exclude<Access, 'public'>, roles: readonly Role[]): boolean =>
  roles.some((role) => access.roles.includes(role))
