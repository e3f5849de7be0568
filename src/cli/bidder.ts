import type { BidHeader } from '#core/bidfile/header'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { asAppError, type AppError } from '#core/errors'
import { requireBidder } from '#engine/verify/bid-file'

/** Why the signer (DER) cannot be the bidder of a header; null where it is, or where there is no signer to ask. */
export const bidderFault = (signer: Bytes | undefined, header: BidHeader): AppError | null => {
  if (signer === undefined) return null
  try {
    requireBidder(parseCertificate(signer), header)
    return null
  } catch (error) {
    return asAppError(error)
  }
}
