import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnopenedBid } from '#agent/views'
import { day } from '#resources/kit/time.ts'
import { useApp, useLifecycleState } from '../app/context.tsx'
import type { PairScreen } from '../app/screen.ts'
import type { Certificate } from '../certificates/lists.ts'
import { useCertificates } from '../certificates/use-certificates.ts'
import { FaultNote } from '../kit/fault.tsx'
import { Field } from '../kit/field.tsx'
import { Button } from '../kit/button.tsx'
import { Note } from '../kit/note.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { AskPin } from '../pin/ask-pin.tsx'
import './lifecycle.css'
import { Points } from './points.tsx'

/** Bids that nobody might open any more. */
const Unopened = ({ bids }: { bids: readonly UnopenedBid[] }) => {
  const { t } = useTranslation()
  if (bids.length === 0)
    return (
      <Note icon="file" title={t('revoke.no-bids')}>
        {t('revoke.no-bids.why')}
      </Note>
    )
  return (
    <>
      <Note tone="bad" icon="alert" title={t('revoke.bids', { count: bids.length })}>
        {t('revoke.bids.why')}
      </Note>
      <ul className="revoke-bids">
        {bids.map(({ tender, lot, madeAt, openingTime }) => (
          <li key={`${tender} ${lot}`}>
            <b className="two-lines">{tender}</b>
            <span className="small second">
              {[
                lot && t('lot', { lot }),
                openingTime === null
                  ? t('revoke.made', { day: day(madeAt) })
                  : t('revoke.opens', { day: day(openingTime) }),
              ]
                .filter(Boolean)
                .join(t('mark.comma'))}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

interface ReadingProps {
  readonly certificate: Certificate
  readonly bids: readonly UnopenedBid[]
  readonly onSure: () => void
}

/** What is lost, and a word to be typed, so that it does not happen by a slip. */
const Reading = ({ certificate, bids, onSure }: ReadingProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const [word, setWord] = useState('')
  const [hasTried, setTried] = useState(false)
  const isRight = word.trim().toLowerCase() === t('revoke.word').toLowerCase()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isRight) onSure()
  }
  return (
    <form className="lifecycle-form" noValidate onSubmit={submit}>
      <main className="scroll lifecycle">
        <h2 className="lifecycle-heading">{certificate.company}</h2>
        <p className="second">
          {[certificate.person, t('certificates.until.short', { day: day(certificate.notAfter) })].join(
            t('mark.comma'),
          )}
        </p>
        <Unopened bids={bids} />
        <Points
          points={[
            ['close', t('revoke.final')],
            ['file', t('revoke.signed')],
            ['lock', t('revoke.lost')],
            ['renew', t('revoke.again')],
          ]}
        />
        <Field
          id="revoke-word"
          name="word"
          label={t('revoke.type', { word: t('revoke.word') })}
          autoComplete="off"
          autoCapitalize="off"
          maxLength={16}
          value={word}
          isWrong={hasTried && !isRight}
          note={hasTried && !isRight ? t('revoke.type.wrong', { word: t('revoke.word') }) : undefined}
          onChange={setWord}
        />
      </main>
      <footer className="foot two">
        <Button onClick={app.back}>{t('revoke.keep')}</Button>
        <button type="submit" className="button act">
          {t('revoke.go')}
        </button>
      </footer>
    </form>
  )
}

const Done = () => {
  const { t } = useTranslation()
  const app = useApp()
  const show = () => {
    app.lifecycle.showList('ended')
    app.turnTo({ at: 'certificates' })
  }
  return (
    <>
      <TopBar title={t('revoke.title')} />
      <main className="scroll">
        <Outcome tone="plain" icon="check" title={t('revoke.done')} next={t('revoke.done.next')}>
          {t('revoke.done.why')}
        </Outcome>
      </main>
      <footer className="foot">
        <Button kind="main" onClick={show}>
          {t('revoke.done.show')}
        </Button>
      </footer>
    </>
  )
}

/** Gives up a certificate for good. */
export const RevokeScreen = ({ screen }: { screen: PairScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  const certificate = useCertificates().find(({ id }) => id === screen.credential)
  const bids = useLifecycleState((state) => state.unopened)
  const error = useLifecycleState((state) => state.error)
  const [phase, setPhase] = useState<'reading' | 'pin' | 'done'>('reading')
  const holding = certificate?.holding
  if (phase === 'done') return <Done />
  return (
    <>
      <TopBar
        title={t('revoke.title')}
        leave={{ by: 'back', act: phase === 'pin' ? () => setPhase('reading') : app.back }}
      />
      {certificate && holding && bids !== null ? (
        phase === 'pin' ? (
          <AskPin
            onPin={async (pin) => {
              await app.lifecycle.revoke(holding, pin)
              setPhase('done')
            }}
          >
            <h2>{t('revoke.title')}</h2>
            <p className="second">{t('revoke.pin')}</p>
          </AskPin>
        ) : (
          <Reading certificate={certificate} bids={bids} onSure={() => setPhase('pin')} />
        )
      ) : (
        <main className="scroll">
          {error && <FaultNote error={error} again={() => void app.lifecycle.arrive(screen)} />}
        </main>
      )}
    </>
  )
}
