import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView } from '#ipc/views'
import { changeEditor } from '../../app/app.ts'
import { useApp, useAppState } from '../../app/context.tsx'
import { goToStep, redo, undo } from '../../app/projects.ts'
import { showPage, turnPage, undoRound } from '../../app/seals.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { PageField } from '../page-field.tsx'
import { documentsOf, pagesOf, samePage, type ProjectPage } from '../pages.ts'
import { SealCanvas } from './seal-canvas.tsx'
import { SealPanel } from './seal-panel.tsx'
import './seal-step.css'
import { Thumbnails } from './thumbnails.tsx'

interface ToolBarProps {
  readonly project: ProjectView
  readonly pages: readonly ProjectPage[]
  readonly page: ProjectPage
}

const ToolBar = ({ project, pages, page }: ToolBarProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const rulers = useAppState((state) => state.editor.rulers)
  const document = documentsOf(project).find(({ id }) => id === page.document)
  return (
    <div className="tool-bar">
      <IconButton
        icon="left"
        label={t('page.previous')}
        disabled={page.number === 1}
        onClick={() => turnPage(app, -1)}
      />
      <PageField pages={pages} page={page} onChoose={(chosen) => showPage(app, chosen)} />
      <IconButton
        icon="right"
        label={t('page.next')}
        disabled={page.number === pages.length}
        onClick={() => turnPage(app, 1)}
      />
      <span className="tool-line" />
      <span className="second clip" title={document?.name}>
        {document?.name}
      </span>
      <span className="grow" />
      <IconButton
        icon="undo"
        label={t('seal.undo')}
        disabled={!project.writable || !project.canUndo}
        onClick={() => void undo(app)}
      />
      <IconButton
        icon="redo"
        label={t('seal.redo')}
        disabled={!project.writable || !project.canRedo}
        onClick={() => void redo(app)}
      />
      <span className="tool-line" />
      <Button kind="quiet" size="small" aria-pressed={rulers} onClick={() => changeEditor(app, { rulers: !rulers })}>
        {t(rulers ? 'seal.hide-rulers' : 'seal.show-rulers')}
      </Button>
      <Button
        kind="quiet"
        size="small"
        disabled={!project.writable || !document || document.rounds === 0}
        onClick={() => document && void undoRound(app, document)}
      >
        {t('seal.undo-round')}
      </Button>
    </div>
  )
}

/** Step 4: put seals on pages, and have the phone sign them. */
export const SealStep = ({ project }: { project: ProjectView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const at = useAppState((state) => state.editor.page)
  const pages = useMemo(() => pagesOf(project), [project])
  const page = pages.find((one) => samePage(one, at)) ?? pages[0]
  /** The sheet on the canvas, so that a seal dragged from the panel knows where it is. */
  const sheet = useRef<HTMLDivElement>(null)

  if (!page) {
    return (
      <div className="seal-nothing">
        <h2>{t('seal.no-pages')}</h2>
        <p className="second">{t('seal.no-pages.why')}</p>
        <Button kind="main" size="large" onClick={() => goToStep(app, 2)}>
          {t('finding.go', { step: t('step.2') })}
        </Button>
      </div>
    )
  }
  return (
    <div className="seal-step">
      <Thumbnails project={project} pages={pages} />
      <section className="seal-stage">
        <ToolBar project={project} pages={pages} page={page} />
        <SealCanvas project={project} page={page} sheet={sheet} />
      </section>
      <SealPanel project={project} pages={pages} page={page} sheet={sheet} />
    </div>
  )
}
