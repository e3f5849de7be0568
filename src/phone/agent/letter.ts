/** Seals a letter of authorisation: a PAdES signature with the company's seal at the letter's place for it. */
import { concat, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { letterSpot } from '#core/application/letter'
import { parseSealRecord } from '#core/certificate/seal-record'
import { assembleSignedData } from '#core/cms/signed-data'
import { signDigest } from '#core/cms/signer'
import type { SigningKey } from '#core/cms/signing-key'
import { AppError } from '#core/errors'
import { prepareSeal } from '#core/pdf/seal'
import { spellContents } from '#core/pdf/signature'
import { bytesSource } from '#core/pdf/source'
import { signingCertificate, type Credential } from './credential.ts'

/** Throws `seal-record-invalid` for a credential without a company seal that is in force, and what `prepareSeal` throws. */
export const sealLetter = async (
  letter: Uint8Array,
  own: Pick<Credential, 'signing' | 'seals'>,
  key: SigningKey,
  time: Date,
): Promise<Bytes> => {
  const seals = own.seals.map((record) => ({ record, ...parseSealRecord(record) }))
  const seal = seals.find(
    ({ kind, validStart, validEnd }) => kind === 'company' && validStart <= time && time <= validEnd,
  )
  if (seal === undefined) throw new AppError('seal-record-invalid', { reason: 'no company seal' })
  const { record, picture: image, width, height } = seal
  const placements = [letterSpot(width, height)]
  const { increment, contentsOffset, contentsLength } = await prepareSeal(bytesSource(letter), {
    seals: [{ image, width, height, record, placements }],
    signer: signingCertificate(own).company,
    time,
  })
  const sealed = concat(letter, increment)
  const after = contentsOffset + contentsLength
  const digest = await sha256(concat(sealed.subarray(0, contentsOffset), sealed.subarray(after)))
  const answer = await signDigest(digest, own.signing[0], key)
  sealed.set(spellContents(assembleSignedData({ ...answer, certificates: own.signing })), contentsOffset)
  return sealed
}
