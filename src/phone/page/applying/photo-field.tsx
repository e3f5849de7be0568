import { useRef, useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadAddress } from '#agent/applications'
import { Icon } from '#resources/kit/icon.tsx'
import { useApp, useApplyingState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import './applying.css'
import type { Picture, Purpose } from './pictures.ts'
import { ProblemNote } from './problem.tsx'

/** What has been sent, as the server keeps it. What is no picture is a PDF. */
const Preview = ({ upload, label }: { upload: string; label: string }) => {
  const { t } = useTranslation()
  const [isPdf, setPdf] = useState(false)
  if (isPdf)
    return (
      <p className="photo-pdf">
        <Icon name="file" size={32} />
        {t('apply.photo.pdf')}
      </p>
    )
  return <img className="photo-picture" src={uploadAddress(upload)} alt={label} onError={() => setPdf(true)} />
}

const Progress = ({ share }: { share: number }) => {
  const { t } = useTranslation()
  const percent = Math.round(share * 100)
  return (
    <div className="photo-progress" role="status">
      <p>{t(percent === 100 ? 'apply.photo.checking' : 'apply.photo.sending', { percent })}</p>
      <progress value={percent} max={100} aria-label={t('apply.photo.progress')} />
    </div>
  )
}

/** What stands in the frame: how far the picture has come, the picture, or nothing yet. */
const Frame = ({ picture, upload, label }: { picture: Picture | null; upload: string | null; label: string }) => {
  const { t } = useTranslation()
  if (picture !== null && picture.error === null) return <Progress share={picture.share} />
  if (upload !== null) return <Preview key={upload} upload={upload} label={label} />
  return (
    <p className="photo-empty">
      <Icon name="file" size={32} />
      {t('apply.photo.none')}
    </p>
  )
}

interface PhotoFieldProps {
  readonly purpose: Purpose
  readonly label: string
  readonly hint: string
  /** The one that is there. */
  readonly upload: string | null
  /** What is wrong with it. */
  readonly problem?: string | undefined
}

/** A photograph: taken, chosen from what is on the phone, sent and seen. */
export const PhotoField = ({ purpose, label, hint, upload, problem }: PhotoFieldProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const picture = useApplyingState((state) => state.pictures[purpose])
  const [camera, file] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)]
  const isOnItsWay = picture !== null && picture.error === null
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = target.files?.[0]
    // the same file can be chosen again
    target.value = ''
    if (chosen) void app.applying.send(purpose, chosen)
  }
  const input = { type: 'file', hidden: true, onChange: take } as const
  return (
    <section className="photo" aria-labelledby={`photo-${purpose}`}>
      <h2 id={`photo-${purpose}`}>{label}</h2>
      <p className="small quiet">{hint}</p>
      <div className="photo-frame">
        <Frame picture={picture} upload={upload} label={label} />
      </div>
      {picture?.error && (
        <ProblemNote
          error={picture.error}
          action={
            picture.error.code === 'upload-refused' ? undefined : (
              <Button kind="small" icon="refresh" onClick={() => void app.applying.sendAgain(purpose)}>
                {t('apply.photo.again')}
              </Button>
            )
          }
        />
      )}
      {problem && !picture?.error && (
        <p className="small bad" role="alert">
          {problem}
        </p>
      )}
      <div className="photo-acts">
        <input {...input} ref={camera} accept="image/*" capture="environment" />
        <input {...input} ref={file} accept="image/*,application/pdf" />
        <Button name={purpose} disabled={isOnItsWay} onClick={() => camera.current?.click()}>
          {t(upload === null ? 'apply.photo.take' : 'apply.photo.retake')}
        </Button>
        <Button disabled={isOnItsWay} onClick={() => file.current?.click()}>
          {t('apply.photo.choose')}
        </Button>
      </div>
    </section>
  )
}
