/** Certificates and seals as windows see them. */
import type { Slot } from '#core/bidfile/header'
import type { Certificate } from '#core/certificate/certificate'
import type { SealRecord } from '#core/certificate/seal-record'
import type { CertificateView, SealView } from '#ipc/views'

/** Serial numbers are read aloud: groups of four. */
export const groupsOfFour = (serial: string): string => serial.toUpperCase().replace(/(.{4})(?=.)/g, '$1 ')

export const certificateView = (certificate: Certificate, usage: CertificateView['usage']): CertificateView => ({
  company: certificate.company,
  creditCode: certificate.creditCode,
  person: certificate.person,
  serial: groupsOfFour(certificate.serial),
  notBefore: certificate.notBefore.toISOString(),
  notAfter: certificate.notAfter.toISOString(),
  fingerprint: certificate.fingerprint,
  usage,
})

/** What a bid file's header says of the certificate that opens it. */
export const slotView = (slot: Slot): CertificateView => ({
  company: slot.company,
  creditCode: slot.creditCode,
  person: slot.person,
  serial: groupsOfFour(slot.serial),
  notBefore: slot.notBefore,
  notAfter: slot.notAfter,
  fingerprint: slot.fingerprint,
  usage: 'encrypt',
})

export const sealView = (record: SealRecord): SealView => ({
  id: record.id,
  kind: record.kind,
  name: record.name,
  width: record.width,
  height: record.height,
  image: record.picture,
  validTo: record.validEnd.toISOString(),
})
