/** One thing after the other, whoever asks for it. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>

export const createQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {
      // Whoever has asked is told; the next one in line is not concerned.
    })
    return done
  }
}
