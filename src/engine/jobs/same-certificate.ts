import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import type { CertificateView } from '#ipc/views'
import type { Phone } from '../pairing/phone.ts'
import { certificateView } from '../verify/view.ts'
import type { JobContext } from './job.ts'
import type { Bidder } from './project-facts.ts'

/** Says which encryption certificate is needed and which was scanned, and throws `wrong-certificate`. */
export const refuseCertificate = (context: JobContext, needed: CertificateView, scanned: Certificate): never => {
  const view = certificateView(scanned, 'encrypt')
  context.mismatch(needed, view)
  throw new AppError('wrong-certificate', { needed: needed.serial, scanned: view.serial, holder: needed.person })
}

/** Says which signing certificate the project was given and which was scanned, where they are not the same. */
export const tellOtherSigner = (context: JobContext, bidder: Bidder, phone: Phone): void => {
  const needed = parseCertificate(bidder.signing[0] ?? new Uint8Array())
  if (needed.fingerprint !== phone.certificate.fingerprint)
    context.mismatch(certificateView(needed, 'sign'), certificateView(phone.certificate, 'sign'))
}

/**
 * Throws `wrong-certificate` unless the phone is the one whose certificates the project was given:
 * the bid says who signs it before it is encrypted, and only that phone will open it.
 */
export const requireSamePhone = (context: JobContext, bidder: Bidder, phone: Phone): void => {
  const [signing, encryption] = [bidder.signing, bidder.encryption].map(([leaf = new Uint8Array()]) =>
    parseCertificate(leaf),
  )
  if (encryption !== undefined && signing?.fingerprint !== phone.certificate.fingerprint)
    refuseCertificate(context, certificateView(encryption, 'encrypt'), phone.encryptionCertificate)
}
