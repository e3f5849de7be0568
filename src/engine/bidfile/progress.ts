/** How far a job is, in bytes. */
export interface Progress {
  readonly phase: 'encrypting' | 'reading-back' | 'twin' | 'decrypting' | 'checking'
  readonly done: number
  readonly total: number
  /** Bytes a second; 0 until known. */
  readonly rate: number
  /** Seconds; null until known. */
  readonly left: number | null
}

/**
 * Turns counts of bytes into progress. The rate is that of the whole phase so far.
 * @param now milliseconds, of any origin
 */
export const progressOf = (
  phase: Progress['phase'],
  total: number,
  now: () => number,
  onProgress: ((progress: Progress) => void) | undefined,
): ((done: number) => void) => {
  const start = now()
  return (done) => {
    const seconds = (now() - start) / 1000
    const rate = seconds > 0 ? done / seconds : 0
    onProgress?.({ phase, done, total, rate, left: rate > 0 ? Math.max(0, total - done) / rate : null })
  }
}
