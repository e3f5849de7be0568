import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeldCertificate } from '#core/application/holding'
import { useApp, useLifecycleState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'

const PARAGRAPHS = ['1', '2', '3', '4', '5', '6'] as const
/** CSS pixels from the end of the text at which it counts as read. */
const NEAR = 24

/** What somebody agrees to who gets certificates back: read to the end, then ticked. */
export const RecoverPolicy = ({ holding }: { holding: HeldCertificate }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useLifecycleState((state) => state.isBusy)
  const error = useLifecycleState((state) => state.error)
  const [isRead, setRead] = useState(false)
  const [isAgreed, setAgreed] = useState(false)
  const seen = useRef<HTMLElement>(null)

  /** A screen on which all of it fits has nothing to scroll. */
  const look = () => {
    const text = seen.current
    if (text && text.scrollHeight - text.scrollTop - text.clientHeight < NEAR) setRead(true)
  }
  const show = (text: HTMLElement | null) => {
    seen.current = text
    if (text) look()
  }

  return (
    <>
      <main className="scroll lifecycle" ref={show} onScroll={look} tabIndex={0}>
        {error && <FaultNote error={error} />}
        <h2 className="lifecycle-heading">{t('policy.title')}</h2>
        <p className="second">{t('policy.of', { company: holding.company })}</p>
        <div className="lifecycle-policy">
          {PARAGRAPHS.map((paragraph) => (
            <section key={paragraph}>
              <h3 className="section">{t(`policy.${paragraph}.title`)}</h3>
              <p>{t(`policy.${paragraph}`)}</p>
            </section>
          ))}
        </div>
      </main>
      <footer className="foot">
        <label className="lifecycle-tick">
          <input
            type="checkbox"
            checked={isAgreed}
            disabled={!isRead}
            onChange={({ target }) => setAgreed(target.checked)}
          />
          {t(isRead ? 'policy.agree' : 'policy.read')}
        </label>
        <Button kind="main" disabled={!isAgreed || isBusy} onClick={() => void app.lifecycle.beginRecovery(holding)}>
          {t('policy.next')}
        </Button>
      </footer>
    </>
  )
}
