/** Why certificates that were paid for can never be issued, as the server names it. */
const ISSUING_FAILURES = ['authority-refused', 'not-a-member', 'authority-gone'] as const

/** One of the server's names for it; undefined for what an officer or an authority wrote. */
export const issuingFailure = (reason: string | null): (typeof ISSUING_FAILURES)[number] | undefined =>
  ISSUING_FAILURES.find((each) => each === reason)
