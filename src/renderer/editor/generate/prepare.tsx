import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectView } from '#ipc/views'
import { useApp, useAppState } from '../../app/context.tsx'
import { changeEditor } from '../../app/app.ts'
import { startJob } from '../../app/jobs.ts'
import { count, size } from '../../format/quantity.ts'
import { lotName } from '../../format/lot.ts'
import { folderOf } from '../../format/path.ts'
import { dayAndTime } from '../../format/time.ts'
import { day } from '#resources/kit/time.ts'
import { Button } from '../../kit/button.tsx'
import { Check } from '../../kit/field.tsx'
import { Path } from '../../kit/path.tsx'
import { documentsOf } from '../pages.ts'

/** What will be generated, for whom it is encrypted, and where it goes. */
export const Prepare = ({ project, blocked }: { project: ProjectView; blocked: boolean }) => {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const usual = useAppState((state) => state.settings?.outputFolder ?? '')
  const [chosen, setChosen] = useState<string | null>(null)
  const [twin, setTwin] = useState(true)
  /** A bid that is made again takes the place of the one before. */
  const before = project.outputs && folderOf(project.outputs.ebid.path)
  const folder = chosen ?? before ?? usual
  const documents = documentsOf(project)
  const bidder = project.bidderDetails
  const lot = project.lot && lotName(t, project.lot)

  const pick = async () => {
    const picked = await app.shell.pickFolder(folder)
    if (picked) setChosen(picked)
  }
  const generate = async () => {
    changeEditor(app, { again: false })
    await startJob(app, 'jobs.generate', { project: project.id, folder, twin })
  }
  return (
    <>
      <h1>{t('generate.title')}</h1>
      <p className="second">{t('generate.lead')}</p>
      <dl className="facts generate-facts">
        <dt>{t('pairing.project')}</dt>
        <dd>{[project.tenderName, lot].filter(Boolean).join(t('mark.comma'))}</dd>
        <dt>{t('tender.opening')}</dt>
        <dd>{dayAndTime(project.openingTime, i18n.language)}</dd>
        <dt>{t('fact.bidder')}</dt>
        <dd>{bidder?.company ?? t('home.note.no-bidder')}</dd>
        <dt>{t('generate.contents')}</dt>
        <dd>
          {t('generate.contents.value', {
            documents: count(documents.length),
            pages: count(project.pages),
            size: size(documents.reduce((sum, one) => sum + one.size, 0)),
          })}
        </dd>
        <dt>{t('generate.for')}</dt>
        <dd>
          {bidder ? (
            <>
              {t('generate.for.value', { company: bidder.company, device: bidder.device })}
              <span className="mono quiet generate-serial">{bidder.encryption.serial}</span>
              <span className="quiet">{t('pairing.certificate-until', { day: day(bidder.encryption.notAfter) })}</span>
            </>
          ) : (
            t('home.note.no-bidder')
          )}
        </dd>
      </dl>
      <div className="generate-folder">
        <span className="quiet">{t('generate.folder')}</span>
        <Path path={folder} />
        <Button size="small" icon="folder" onClick={() => void pick()}>
          {t('act.change')}
        </Button>
      </div>
      <Check checked={twin} onChange={setTwin}>
        {t('generate.twin')}
        <span className="small quiet generate-note">{t('generate.twin.why')}</span>
      </Check>
      <footer className="step-foot">
        <Button
          kind="act"
          size="large"
          icon="lock"
          disabled={blocked || !bidder || !project.writable || folder === ''}
          onClick={() => void generate()}
        >
          {t('generate.go')}
        </Button>
        <span className="small quiet">{t(blocked ? 'generate.blocked' : 'generate.how')}</span>
      </footer>
    </>
  )
}
