/** One line of the table of measurements. */
export interface BenchRow {
  readonly bench: string
  readonly case: string
  readonly value: number
  readonly unit: string
  /** Value divided by that of `against` in the same run; null where there is nothing to compare with. */
  readonly ratio: number | null
  readonly against: string | null
}
