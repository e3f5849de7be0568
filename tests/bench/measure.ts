/** How the benches time and sum up. */

/** Wall time of a piece of work. */
export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** Seconds of one processor that this process computes for a piece of work: other programs hardly change them. */
export const computed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b)

/** Of an even number of values the upper one in the middle. */
export const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? Number.NaN

/** The smallest value that a share of all values, from 0 to 1, do not exceed. */
export const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.ceil(values.length * share) - 1] ?? Number.NaN
