import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { createProject } from '../app/projects.ts'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { Note } from '../kit/tag.tsx'
import { emptyDraft, readDraft, type Problem, type TenderDraft } from './tender-form.ts'
import { TenderInputs } from './tender-inputs.tsx'
import './new-project-dialog.css'

/** A new project: the tender first, then, with one more click, the bidder's certificate. */
export const NewProjectDialog = () => {
  const { t } = useTranslation()
  const app = useApp()
  const form = useId()
  const [draft, setDraft] = useState<TenderDraft>(emptyDraft)
  const [problems, setProblems] = useState<Partial<Record<keyof TenderDraft, Problem>>>({})
  const [busy, setBusy] = useState(false)
  const close = () => app.store.setState({ dialog: null })

  const create = async (readCertificate: boolean) => {
    const read = readDraft(draft, app.now())
    if ('problems' in read) {
      setProblems(read.problems)
      return
    }
    setBusy(true)
    if (!(await createProject(app, read.fields, readCertificate))) setBusy(false)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void create(true)
  }

  return (
    <Dialog
      title={t('home.new')}
      width={600}
      onClose={close}
      footer={
        <>
          <Button kind="quiet" disabled={busy} onClick={() => void create(false)}>
            {t('new.without')}
          </Button>
          <span className="grow" />
          <Button onClick={close}>{t('act.cancel')}</Button>
          <Button kind="act" icon="scan" type="submit" form={form} disabled={busy}>
            {t('new.create')}
          </Button>
        </>
      }
    >
      <form id={form} className="new-project" noValidate onSubmit={onSubmit}>
        <TenderInputs
          draft={draft}
          problems={problems}
          onChange={(changed) => {
            setDraft(changed)
            setProblems({})
          }}
        />
        <Note tone="plain" icon="certificate">
          {t('new.certificate')}
        </Note>
      </form>
    </Dialog>
  )
}
