/** What the phone answers, made with keys that are open for this one request. */
import { parseHeader } from '#core/bidfile/header'
import { decoded, toBase64url } from '#core/bytes/base64url'
import { signDigest } from '#core/cms/signer'
import { AppError } from '#core/errors'
import type {
  Answers,
  IdentifyAnswer,
  Request,
  RequestKind,
  SignAnswer,
  SignBody,
  UnwrapAnswer,
  UnwrapBody,
} from '#core/pairing/messages'
import { encryptionCertificates, type Credential } from './credential.ts'
import { fetched } from './fetched.ts'
import type { OpenKeys } from './vault.ts'
import { wipe } from './wipe.ts'

const identify = ({ signing, encryption, seals }: Credential): IdentifyAnswer => ({
  signing: signing.map(toBase64url),
  encryption: encryption.map(toBase64url),
  seals: seals.map(toBase64url),
})

/** Signs attributes that are built here around each digest, never a value that came from outside. */
const sign = async ({ documents }: SignBody, { signing }: Credential, keys: OpenKeys): Promise<SignAnswer> => {
  const signed = await Promise.all(documents.map(({ digest }) => signDigest(decoded(digest), signing[0], keys.sign)))
  const signatures = signed.map(({ attributes, signature }) => ({
    attributes: toBase64url(attributes),
    signature: toBase64url(signature),
  }))
  return { signing: signing.map(toBase64url), signatures }
}

/** What opens slots is large, and stays out of the page's first load. */
const fetchSlots = () => fetched(import('#core/bidfile/slot'))

/** With the key of the certificate that the slot names. */
const unwrap = async (body: UnwrapBody, own: Credential, keys: OpenKeys): Promise<UnwrapAnswer> => {
  const header = parseHeader(decoded(body.header))
  const named = header.slots[body.slot]?.fingerprint
  const certificates = encryptionCertificates(own)
  const at = certificates.findIndex(({ fingerprint }) => fingerprint === named)
  const [certificate, privateKey] = [certificates[at]?.der, keys.encrypt[at]]
  if (certificate === undefined || privateKey === undefined) throw new AppError('unwrap-failed')
  const { openSlot } = await fetchSlots()
  const fileKey = await openSlot(header, body.slot, { certificate, privateKey })
  if (fileKey === null) throw new AppError('unwrap-failed')
  try {
    return { fileKey: toBase64url(fileKey) }
  } finally {
    wipe(fileKey)
  }
}

/** Has at hand what the answer takes, so that nothing is missing once the PIN is given. Throws `server-unreachable`. */
export const getReady = async ({ kind }: Pick<Request, 'kind'>): Promise<void> => {
  if (kind === 'unwrap') await fetchSlots()
}

/** Throws `unwrap-failed`, `slot-not-bound` or `bid-file-damaged` when a slot does not open. */
export const makeAnswer = (request: Request, own: Credential, keys: OpenKeys): Promise<Answers[RequestKind]> => {
  if (request.kind === 'identify') return Promise.resolve(identify(own))
  return request.kind === 'sign' ? sign(request.body, own, keys) : unwrap(request.body, own, keys)
}
