import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateItem, RevokeRequest } from '../../messages.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { FaultNote } from '../kit.tsx'

type Reason = RevokeRequest['reason']

const REASONS = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
  'unspecified',
] as const satisfies readonly Reason[]

/** Revoking is final: what is lost stands above the reasons, and nothing is chosen beforehand. */
export const RevokeDialog = ({ certificate, onClose }: { certificate: CertificateItem; onClose: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const fault = useConsoleState((state) => state.fault)
  const isBusy = useConsoleState((state) => state.isBusy)
  const dialog = useRef<HTMLDialogElement>(null)
  const [reason, setReason] = useState<Reason | null>(null)
  useEffect(() => dialog.current?.showModal(), [])

  const revoke = async () => {
    if (reason !== null && (await console.revoke(certificate.serial, reason))) onClose()
  }

  return (
    <dialog ref={dialog} aria-labelledby="revoke-title" onClose={onClose}>
      <h2 id="revoke-title">{t('revoke.title', { company: certificate.company })}</h2>
      <p>{t(`revoke.${certificate.usage}`)}</p>
      <p className="second">{t('revoke.final')}</p>
      <fieldset>
        <legend>{t('fact.reason')}</legend>
        {REASONS.map((choice) => (
          <label key={choice}>
            <input type="radio" name="reason" checked={reason === choice} onChange={() => setReason(choice)} />
            {t(`reason.${choice}`)}
          </label>
        ))}
      </fieldset>
      {fault && <FaultNote fault={fault} />}
      <footer>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {t('act.cancel')}
        </button>
        <button
          type="button"
          className="button main"
          disabled={reason === null || isBusy}
          onClick={() => void revoke()}
        >
          {t('act.revoke')}
        </button>
      </footer>
    </dialog>
  )
}
