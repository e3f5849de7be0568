import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '#core/errors'
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

/** What happened, why, what to do; the code at the lower left, to be copied. */
export const ErrorDialog = () => {
  const { t } = useTranslation()
  const { store } = useApp()
  const failure = useAppState((state) => state.failure)
  const [copied, setCopied] = useState(false)
  if (!failure) return null

  const { error, mismatch, job, at, subject, folder, retry } = failure
  const { code } = error
  const facts = factsOf(error, subject, folder)
  const close = () => store.setState({ failure: null })
  const copy = async () => {
    const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`)
    await navigator.clipboard.writeText([`${code} ${new Date(at).toISOString()}`, ...details].join('\n'))
    setCopied(true)
  }
  const mild = MILD.has(code)
  const needed = mismatch?.needed.person
  /** The same code before there is a bid: the project knows another phone. */
  const otherPhone = code === 'wrong-certificate' && job === 'generate'
  return (
    <Dialog
      title={t(otherPhone ? 'failure.other-phone.title' : `error.${code}.title`)}
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
          ? t('failure.other-phone.body')
          : mismatch && mismatch.needed.company === mismatch.scanned.company
            ? t('failure.same-company')
            : t(`error.${code}.body`)}
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
            <li>{t('failure.mismatch.scan', { person: needed })}</li>
            <li>
              {otherPhone ? t('failure.mismatch.other.generate') : t('failure.mismatch.other', { person: needed })}
            </li>
          </ol>
        ) : (
          <p className="second">{t(`error.${code}.advice`)}</p>
        )}
      </div>
    </Dialog>
  )
}
