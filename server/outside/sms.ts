/** Text messages to phones. */

/** What a message says is fixed by its template; vendors review each before it may be sent. */
export const SMS_TEMPLATES = {
  /** Parameters: `code`. */
  'login-code': ['code'],
  /** Parameters: `title`, what has happened. */
  notice: ['title'],
} as const

export type SmsTemplate = keyof typeof SMS_TEMPLATES

export interface SmsMessage {
  /** Eleven digits. */
  readonly mobile: string
  readonly template: SmsTemplate
  readonly params: Readonly<Record<string, string>>
  /** 32 hexadecimal digits: sent again under the same within minutes, after a lost answer, it arrives once. */
  readonly id?: string
}

export interface SmsGateway {
  /**
   * Resolves once the gateway has taken the message; it may still not arrive. Rejects with
   * `rate-limited` when the gateway has sent this number enough, `service-missing`,
   * `service-unavailable` or `service-refused`. Is never repeated by itself: a message costs money.
   */
  send(message: SmsMessage): Promise<void>
}
