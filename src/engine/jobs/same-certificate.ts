import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import type { CertificateView } from '#ipc/views'
import type { Phone } from '../pairing/phone.ts'
import { certificateView } from '../verify/view.ts'
import type { JobContext } from './job.ts'
import type { Bidder } from './project-facts.ts'

/** Says which certificate is needed and which was scanned, and throws `wrong-certificate`. */
export const refuseCertificate = (
  context: JobContext,
  needed: CertificateView,
  scanned: Certificate,
  usage: CertificateView['usage'],
): never => {
  context.mismatch(needed, certificateView(scanned, usage))
  throw new AppError('wrong-certificate', {
    needed: needed.serial,
    scanned: certificateView(scanned, usage).serial,
    holder: needed.person,
  })
}

/** Throws `wrong-certificate` unless the phone signs with the certificate that the project was given. */
export const requireSigner = (context: JobContext, bidder: Bidder, phone: Phone): void => {
  const own = parseCertificate(bidder.signing[0] ?? new Uint8Array())
  if (own.fingerprint !== phone.certificate.fingerprint)
    refuseCertificate(context, certificateView(own, 'sign'), phone.certificate, 'sign')
}
