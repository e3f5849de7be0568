/** Identity by a face check in Alipay: a browser is sent there, the result is asked for afterwards. */

export interface CertifyStart {
  readonly certifyId: string
  /** Where the person's browser is sent; it comes back to `returnUrl`, whatever the result. */
  readonly url: string
}

export interface CertifyRequest {
  readonly name: string
  /** GB 11643, 18 places. */
  readonly idNumber: string
  /** Where the browser comes back to. It proves nothing: ask with `query`. */
  readonly returnUrl: string
}

export type CertifyState = 'passed' | 'pending' | 'failed'

/** Each call rejects with `service-missing`, `service-unavailable` or `service-refused`. */
export interface AlipayCertify {
  /** Begins a check of this person. */
  initialize(request: CertifyRequest): Promise<CertifyStart>
  /** What has become of a check: `pending` until the person has done it. */
  query(certifyId: string): Promise<CertifyState>
}
