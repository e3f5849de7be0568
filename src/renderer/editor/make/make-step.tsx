import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView } from '#ipc/views'
import { useApp, useAppState } from '../../app/context.tsx'
import { goToStep } from '../../app/projects.ts'
import { pickDocuments } from '../../app/parts.ts'
import { showPage, turnPage } from '../../app/seals.ts'
import { abridged, count, millimetres, size } from '../../format/quantity.ts'
import { dayAndTime } from '../../format/time.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { PagePicture } from '../page-picture.tsx'
import { documentsOf, pagesOf, samePage, type ProjectPage } from '../pages.ts'
import { fitZoom, scaleOf } from '../seal/geometry.ts'
import { PageField } from '../page-field.tsx'
import { useRoom } from '../use-room.ts'
import './make-step.css'
import { PartsTree } from './parts-tree.tsx'

const Preview = ({
  project,
  pages,
  page,
}: {
  project: ProjectView
  pages: readonly ProjectPage[]
  page: ProjectPage
}) => {
  const { t } = useTranslation()
  const app = useApp()
  const canvas = useRef<HTMLDivElement>(null)
  const room = useRoom(canvas)
  const name = documentsOf(project).find(({ id }) => id === page.document)?.name
  const scale = scaleOf(fitZoom(page.view, { width: room.width - 32, height: room.height - 24 }))
  return (
    <>
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
        <span className="second clip" title={name}>
          {name}
        </span>
      </div>
      <div ref={canvas} className="make-canvas" role="img" aria-label={t('page.of', { name, page: page.page })}>
        {room.width > 0 && (
          <div className="sheet">
            <PagePicture
              project={project.id}
              page={page}
              width={page.view.width * scale}
              height={page.view.height * scale}
            />
          </div>
        )}
      </div>
    </>
  )
}

/** Step 2: parts and their PDFs. */
export const MakeStep = ({ project }: { project: ProjectView }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const at = useAppState((state) => state.editor.page)
  const pages = useMemo(() => pagesOf(project), [project])
  const page = pages.find((one) => samePage(one, at)) ?? pages[0] ?? null
  const document = documentsOf(project).find(({ id }) => id === page?.document) ?? null
  const bytes = documentsOf(project).reduce((sum, one) => sum + one.size, 0)
  return (
    <div className="make">
      <PartsTree project={project} shown={document?.id ?? null} />
      <section className="make-stage">
        {page ? (
          <Preview project={project} pages={pages} page={page} />
        ) : (
          <div className="make-empty">
            <h2>{t('make.empty')}</h2>
            <p className="second">{t('make.empty.why')}</p>
            <Button
              kind="main"
              size="large"
              icon="add"
              disabled={!project.writable}
              onClick={() => void pickDocuments(app)}
            >
              {t('make.add')}
            </Button>
          </div>
        )}
      </section>
      <aside className="make-panel scroll">
        {document && page && (
          <div className="panel-section">
            <h3>{t('make.document')}</h3>
            <dl className="facts small">
              <dt>{t('make.name')}</dt>
              <dd>{document.name}</dd>
              <dt>{t('make.size')}</dt>
              <dd>{size(document.size)}</dd>
              <dt>{t('make.pages')}</dt>
              <dd>{count(document.pages.length)}</dd>
              <dt>{t('make.page-size')}</dt>
              <dd>
                {t('make.page-size.value', {
                  width: millimetres(page.view.width),
                  height: millimetres(page.view.height),
                })}
              </dd>
              <dt>{t('make.rounds')}</dt>
              <dd>
                {document.rounds > 0 ? t('make.rounds.value', { count: document.rounds }) : t('make.rounds.none')}
              </dd>
              <dt>{t('make.imported')}</dt>
              <dd>{dayAndTime(document.importedAt, i18n.language)}</dd>
              <dt>SHA-256</dt>
              <dd className="mono" title={document.sha256}>
                {abridged(document.sha256)}
              </dd>
            </dl>
          </div>
        )}
        <div className="panel-section">
          <h3>{t('make.whole')}</h3>
          <dl className="facts small">
            <dt>{t('make.parts')}</dt>
            <dd>{count(project.parts.length)}</dd>
            <dt>{t('make.documents')}</dt>
            <dd>{count(documentsOf(project).length)}</dd>
            <dt>{t('make.pages')}</dt>
            <dd>{count(pages.length)}</dd>
            <dt>{t('make.size')}</dt>
            <dd>{size(bytes)}</dd>
          </dl>
        </div>
        <div className="panel-go">
          <Button kind="main" size="large" onClick={() => goToStep(app, 3)}>
            {t('step.next', { step: t('step.3') })}
          </Button>
        </div>
      </aside>
    </div>
  )
}
