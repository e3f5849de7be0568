/** Identity by a bank card: whether name, id number, card and mobile belong together. */

export interface BankCardHolder {
  readonly name: string
  /** GB 11643, 18 places. */
  readonly idNumber: string
  /** 16 to 19 digits. */
  readonly card: string
  /** The one that the bank knows; eleven digits. */
  readonly mobile: string
}

export type BankCardResult = 'match' | 'no-match'

export interface BankCardCheck {
  /**
   * Asks the bank. A card that the bank cannot say anything about is `no-match`. Rejects with
   * `rate-limited` when this card has been asked about too often today, `service-missing`,
   * `service-unavailable` or `service-refused`.
   */
  check(holder: BankCardHolder): Promise<BankCardResult>
}
