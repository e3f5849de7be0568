/** How large a bid may be. */
export const MAX_ENTRIES = 10_000
/** Bytes of the manifest. */
export const MAX_MANIFEST = 8 * 1024 * 1024
/** Bytes of all entries together, and so of each. */
export const MAX_TOTAL = 64 * 1024 ** 3
