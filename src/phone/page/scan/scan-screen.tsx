import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { watchCamera, type CameraFault } from './camera.ts'
import './scan-screen.css'

/** The camera's picture; reports each text it sees once. */
const Finder = ({
  onCode,
  onFault,
}: {
  onCode: (text: string) => Promise<void>
  onFault: (fault: CameraFault) => void
}) => {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  const [isRunning, setRunning] = useState(false)
  useEffect(() => {
    if (!video.current) return
    let last = ''
    return watchCamera({
      video: video.current,
      onRunning: () => setRunning(true),
      onFault,
      onCode: (text) => {
        if (text !== last) void onCode(text)
        last = text
      },
    })
  }, [onCode, onFault])
  return (
    <div className="scan-finder">
      <video ref={video} muted playsInline aria-label={t('scan.picture')} />
      <div className="scan-frame" aria-hidden="true" />
      <p role="status">{t(isRunning ? 'scan.aim' : 'scan.starting')}</p>
    </div>
  )
}

/** The code's address as text. */
const ByText = ({ label }: { label: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') void app.scan(text.trim())
  }
  return (
    <form className="scan-text" onSubmit={submit}>
      <label htmlFor="scan-text">{label}</label>
      <div className="row">
        <input
          id="scan-text"
          value={text}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="https://"
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button main" disabled={text.trim() === ''}>
          {t('scan.text.go')}
        </button>
      </div>
    </form>
  )
}

export const ScanScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const [fault, setFault] = useState<CameraFault | null>(null)
  return (
    <>
      <TopBar title={t('home.scan')} leave={{ by: 'close', act: app.back }} />
      <main className="scroll scan">
        {fault ? (
          <Note
            tone="warn"
            icon="alert"
            title={t(`scan.${fault}`)}
            action={
              <Button kind="small" onClick={() => setFault(null)}>
                {t('act.retry')}
              </Button>
            }
          >
            {t(`scan.${fault}.advice`)}
          </Note>
        ) : (
          <Finder onCode={app.scan} onFault={setFault} />
        )}
        <p className="small quiet">{t('scan.where')}</p>
        <ByText label={t(fault ? 'scan.text.instead' : 'scan.text')} />
      </main>
    </>
  )
}
