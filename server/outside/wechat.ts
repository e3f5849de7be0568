/** Login with WeChat: a browser is sent there to consent, and comes back with a code. */

export interface WechatIdentity {
  /** The person, as this application's WeChat account knows them; nothing else is asked for. */
  readonly openid: string
}

export interface WechatLogin {
  /**
   * Where a browser is sent. WeChat sends it back to `returnUrl` with `code` and `state` in its
   * query, or with `state` alone when the person said no. Throws `service-missing`.
   *
   * @param state unguessable, for this browser only; 128 letters or digits at most
   * @param returnUrl on the domain that WeChat knows this application by
   */
  authorizeUrl(state: string, returnUrl: string): string
  /**
   * Who the code stands for; null for a code that is unknown, used or older than five minutes.
   * Rejects with `service-missing`, `service-unavailable` or `service-refused`.
   */
  identify(code: string): Promise<WechatIdentity | null>
}
