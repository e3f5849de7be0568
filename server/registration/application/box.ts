/** What applications say about people, encrypted under a key of its own and bound to its application. */
import { fromUtf8, utf8, type Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { applicationForm, type ApplicationForm } from '#core/application/form'
import { deriveKey, openFor, sealFor } from '../../access/sealed.ts'

export interface ApplicationBox {
  sealForm(application: string, form: ApplicationForm): Bytes
  openForm(application: string, sealed: Uint8Array): ApplicationForm
  sealReasons(application: string, reasons: readonly string[]): Bytes | null
  openReasons(application: string, sealed: Uint8Array | null): string[]
}

/** @param storageKey 32 bytes */
export const createApplicationBox = (storageKey: Bytes, random: RandomBytes): ApplicationBox => {
  const formKey = deriveKey(storageKey, 'bidseal application form')
  const reasonKey = deriveKey(storageKey, 'bidseal application reasons')
  return {
    sealForm: (application, form) => sealFor(formKey, application, utf8(JSON.stringify(form)), random),
    openForm: (application, sealed) =>
      applicationForm.parse(JSON.parse(fromUtf8(openFor(formKey, application, sealed)))),
    sealReasons: (application, reasons) =>
      reasons.length === 0 ? null : sealFor(reasonKey, application, utf8(JSON.stringify(reasons)), random),
    openReasons: (application, sealed) =>
      sealed === null ? [] : (JSON.parse(fromUtf8(openFor(reasonKey, application, sealed))) as string[]),
  }
}
