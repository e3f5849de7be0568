import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '#core/errors'
import type { JobView } from '#ipc/views'
import { useApp, useAppState } from '../app/context.tsx'
import { clockWithSeconds } from '#resources/kit/time.ts'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import './error-dialog.css'
import { factsOf } from './facts.ts'
import { Mismatch } from './mismatch.tsx'

/** Nothing is lost. */
const MILD: ReadonlySet<ErrorCode> = new Set([
  'cancelled',
  'request-refused',
  'request-expired',
  'qr-expired',
  'timestamp-missing',
])

/** Somebody whose certificate was renewed or recovered since. */
const isSameHolder = ({ needed, scanned }: NonNullable<JobView['mismatch']>): boolean =>
  needed.person === scanned.person && needed.creditCode === scanned.creditCode

/** What to do about a certificate that is not the one. */
const adviceOf = (otherPhone: boolean, renewed: boolean) => {
  if (otherPhone && renewed) return ['failure.mismatch.renewed.generate'] as const
  if (otherPhone) return ['failure.mismatch.scan', 'failure.mismatch.other.generate'] as const
  if (renewed) return ['failure.mismatch.renewed', 'failure.mismatch.renewed.other'] as const
  return ['failure.mismatch.scan', 'failure.mismatch.other'] as const
}

/** What happened, why, what to do; the code at the lower left, to be copied. */
export const ErrorDialog = () => {
  const { t } = useTranslation()
  const { store } = useApp()
  const failure = useAppState((state) => state.failure)
  const [copied, setCopied] = useState(false)
  if (!failure) return null

  const { error, mismatch, job, at, subject, causes = [], folder, retry } = failure
  const { code } = error
  const facts = factsOf(error, subject, folder)
  const close = () => store.setState({ failure: null })
  const copy = async () => {
    const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`)
    await navigator.clipboard.writeText([`${code} ${new Date(at).toISOString()}`, ...details].join('\n'))
    setCopied(true)
  }
  const mixed = causes.length > 1
  const mild = MILD.has(code)
  const needed = mismatch?.needed.person
  /** Before there is a bid: the project knows another certificate. */
  const otherPhone = mismatch !== null && (job === 'generate' || job === 'seal')
  const renewed = mismatch !== null && isSameHolder(mismatch)
  return (
    <Dialog
      title={t(otherPhone ? 'failure.other-phone.title' : mixed ? 'failure.refused.title' : `error.${code}.title`)}
      width={mismatch ? 664 : 560}
      role="alertdialog"
      mark={mild ? { icon: 'alert', tone: 'warn' } : { icon: 'failed', tone: 'bad' }}
      onClose={close}
      footer={
        <>
          <span className="small second selectable">{t('failure.code', { code, time: clockWithSeconds(at) })}</span>
          <Button kind="quiet" size="small" icon="copy" onClick={() => void copy()}>
            {t(copied ? 'act.copied' : 'act.copy')}
          </Button>
          <span className="grow" />
          <Button data-first={retry ? undefined : ''} onClick={close}>
            {t('act.close')}
          </Button>
          {retry && (
            <Button
              kind="main"
              icon={mismatch ? 'scan' : 'renew'}
              data-first
              onClick={() => {
                close()
                retry()
              }}
            >
              {t(mismatch ? 'failure.scan-again' : 'act.retry')}
            </Button>
          )}
        </>
      }
    >
      <p className="second">
        {otherPhone
          ? t(job === 'seal' ? 'failure.other-phone.body.seal' : 'failure.other-phone.body')
          : mismatch && mismatch.needed.company === mismatch.scanned.company
            ? t('failure.same-company')
            : t(mixed ? 'failure.refused.body' : `error.${code}.body`)}
      </p>
      {mismatch && <Mismatch {...mismatch} title={t(otherPhone ? 'mismatch.needed.generate' : 'mismatch.needed')} />}
      {!mismatch && facts.length > 0 && (
        <dl className="facts failure-facts">
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{t(`failure.fact.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className="failure-advice">
        <h3>{t('failure.what-to-do')}</h3>
        {needed ? (
          <ol>
            {adviceOf(otherPhone, renewed).map((key) => (
              <li key={key}>{t(key, { person: needed })}</li>
            ))}
          </ol>
        ) : mixed ? (
          <ol>
            {causes.map((cause) => (
              <li key={cause}>
                {t('failure.refused.advice', {
                  reason: t(`error.${cause}.title`),
                  advice: t(`error.${cause}.advice`),
                })}
              </li>
            ))}
          </ol>
        ) : (
          <p className="second">{t(`error.${code}.advice`)}</p>
        )}
      </div>
    </Dialog>
  )
}
