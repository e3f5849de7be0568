/**
 * Every way in which something can go wrong that a person or a script is told about. The code is
 * also the key of its text: `error.<code>.title`, `.body` and `.advice` in the locales.
 */
export const ERROR_CODES = [
  // input
  'malformed-json',
  'invalid-input',
  'file-not-found',
  'file-unreadable',
  'no-space-left',
  'folder-not-writable',
  'target-exists',
  'cancelled',
  'engine-stopped',
  'internal',
  // PDF
  'not-a-pdf',
  'pdf-encrypted',
  'pdf-damaged',
  'pdf-no-pages',
  'pdf-signing-forbidden',
  'seal-outside-page',
  'page-not-found',
  'pdf-unsupported',
  // certificates and seals
  'certificate-malformed',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-revoked',
  'certificate-wrong-usage',
  'revocation-unknown',
  'signature-invalid',
  'not-signed',
  'changed-after-signing',
  'timestamp-unavailable',
  'timestamp-invalid',
  'timestamp-missing',
  'seal-record-invalid',
  'seal-not-yours',
  'seal-expired',
  'password-wrong',
  'key-mismatch',
  // bid file
  'not-a-bid-file',
  'bid-file-damaged',
  'bid-file-unsupported',
  'bid-header-edited',
  'slot-not-bound',
  'wrong-certificate',
  'manifest-mismatch',
  'entry-name-unsafe',
  'bid-too-large',
  'certificate-ends-before-opening',
  'verification-failed',
  // pairing
  'qr-malformed',
  'qr-expired',
  'protocol-unsupported',
  'relay-unreachable',
  'relay-crowded',
  'relay-limit',
  'unknown-session',
  'peer-unauthenticated',
  'message-rejected',
  'request-expired',
  'request-refused',
  'request-cancelled',
  'wrong-company',
  'unwrap-failed',
  // phone
  'pin-wrong',
  'pin-locked',
  'pin-weak',
  'no-certificate',
  'storage-unavailable',
  // server
  'server-unreachable',
  'enrolment-closed',
  'credit-code-invalid',
  'company-unknown',
  'csr-rejected',
  'rate-limited',
  'not-authorised',
  'passphrase-wrong',
  'server-not-started',
  // accounts
  'account-exists',
  'account-unknown',
  'code-wrong',
  'code-over',
  'password-weak',
  'identity-refused',
  'identity-different',
  'identity-over',
  // services outside
  'services-invalid',
  'service-missing',
  'service-unavailable',
  'service-refused',
  // the authority's keeping
  'share-malformed',
  'share-foreign',
  'shares-equal',
  'escrow-missing',
  'audit-damaged',
  'backup-damaged',
  'token-missing',
  'token-pin-wrong',
  'token-key-missing',
  // authorities of other organisations
  'organisation-unknown',
  'organisation-unreachable',
  'front-unknown',
  'order-waiting',
  'order-refused',
  'order-conflict',
  // applications for certificates
  'application-state',
  'application-changed',
  'application-incomplete',
  'company-claimed',
  'company-unclaimed',
  'acquaintance-wrong',
  'upload-refused',
  'renewal-early',
  'certificate-replaced',
  'not-a-member',
  // payment and invoices
  'order-not-found',
  'order-state',
  'invoice-not-found',
  'invoice-state',
  // projects
  'project-not-found',
  'project-locked',
  'project-damaged',
  'project-no-bidder',
  'project-nothing-to-seal',
  'document-changed',
  'job-not-found',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** Facts for the text and the log. Never a secret. */
export type ErrorDetails = { readonly [name: string]: string | number | boolean | null | undefined }

/** The one error class. Anything else that is thrown is a bug and is shown as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** An AppError as it is; anything else wrapped as `internal`. */
export const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('internal', {}, error)

/** What crosses a process border. */
export interface ErrorShape {
  readonly code: ErrorCode
  readonly details: ErrorDetails
}

export const errorShape = (error: unknown): ErrorShape => {
  const { code, details } = asAppError(error)
  return { code, details }
}
