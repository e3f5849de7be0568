/** Errors as answers: `{ error: { code, details } }` with the status that fits. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError, errorShape, type ErrorCode } from '#core/errors'

const STATUS: { readonly [code in ErrorCode]?: number } = {
  'malformed-json': 400,
  'invalid-input': 400,
  'credit-code-invalid': 400,
  'csr-rejected': 400,
  'not-authorised': 403,
  'enrolment-closed': 403,
  'pin-wrong': 403,
  'account-exists': 409,
  'account-unknown': 404,
  'code-wrong': 403,
  'code-over': 403,
  'password-weak': 400,
  'identity-refused': 403,
  'identity-different': 403,
  'identity-over': 409,
  'company-unknown': 404,
  'file-not-found': 404,
  'application-state': 409,
  'application-changed': 409,
  'application-incomplete': 400,
  'company-claimed': 409,
  'company-unclaimed': 409,
  'acquaintance-wrong': 403,
  'upload-refused': 400,
  'renewal-early': 409,
  'certificate-replaced': 409,
  'certificate-revoked': 409,
  'not-a-member': 403,
  'pin-locked': 423,
  'rate-limited': 429,
  'revocation-unknown': 503,
  'signature-invalid': 400,
  'request-expired': 400,
  'front-unknown': 403,
  'order-refused': 403,
  'organisation-unknown': 404,
  'order-waiting': 409,
  'order-conflict': 409,
  'organisation-unreachable': 503,
  'token-missing': 503,
  'order-not-found': 404,
  'order-state': 409,
  'invoice-not-found': 404,
  'invoice-state': 409,
  'service-missing': 503,
  'service-unavailable': 503,
  'service-refused': 502,
}

const NOT_LOGGED_IN: readonly unknown[] = ['login', 'password']

const statusOf = ({ code, details }: AppError): number =>
  code === 'not-authorised' && NOT_LOGGED_IN.includes(details['reason']) ? 401 : (STATUS[code] ?? 500)

const fromFastify = (error: FastifyError): AppError => {
  if (hasZodFastifySchemaValidationErrors(error))
    return new AppError('invalid-input', { at: error.validation[0]?.instancePath ?? null })
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return new AppError('malformed-json')
  if (error.statusCode === 429) return new AppError('rate-limited')
  return error.statusCode !== undefined && error.statusCode < 500
    ? new AppError('invalid-input', { reason: error.code })
    : new AppError('internal', {}, error)
}

/** Answers an error; what nobody foresaw is logged in full and shown as `internal`. */
export const answerError = (error: FastifyError | AppError, request: FastifyRequest, reply: FastifyReply): void => {
  const known = error instanceof AppError ? error : fromFastify(error)
  const ownStatus = error instanceof AppError ? undefined : error.statusCode
  const status = statusOf(known)
  if (status === 500) request.log.error({ err: error.cause ?? error, code: known.code }, 'request failed')
  const fits = ownStatus !== undefined && ownStatus >= 400 && ownStatus < 500
  void reply.code(fits ? ownStatus : status).send({ error: errorShape(known) })
}
