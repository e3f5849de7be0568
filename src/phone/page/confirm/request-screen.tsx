import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfirmationView, RequestView } from '#agent/views'
import { useApp } from '../app/context.tsx'
import { size } from '../format/size.ts'
import { Button } from '../kit/button.tsx'
import { Countdown } from '../kit/countdown.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { Code } from './code.tsx'
import { Previews } from './previews.tsx'
import { RefuseDialog } from './refuse-dialog.tsx'
import './request-screen.css'
import { digestEnds } from './summary.ts'
import { useRequestTexts } from './texts.ts'
import { Trouble } from './trouble.tsx'
import { LockedActs } from '../certificates/locked-acts.tsx'
import { UnusableNote } from '../certificates/unusable-note.tsx'

/** Of more documents than this nobody sees at a glance how many there are. */
const MANY = 4

const Facts = ({ view, request }: { view: ConfirmationView; request: RequestView }) => {
  const { t } = useTranslation()
  const { tender, seals, computer } = useRequestTexts(view)
  const isKnown = view.computer?.known === true
  const bidder = request.tender?.bidder
  return (
    <dl className="facts confirm-facts">
      <dt>{t('fact.computer')}</dt>
      <dd className="confirm-computer">
        <span>{computer}</span>
        <Tag tone={isKnown ? 'good' : 'warn'} icon={isKnown ? 'check' : 'alert'}>
          {t(isKnown ? 'confirm.computer.known' : 'confirm.computer.new')}
        </Tag>
      </dd>
      <dt>{t('fact.company')}</dt>
      <dd>{view.credential.company}</dd>
      {tender && (
        <>
          <dt>{t('fact.tender')}</dt>
          <dd>{tender}</dd>
        </>
      )}
      {bidder && (
        <>
          <dt>{t('fact.bidder')}</dt>
          <dd>{bidder}</dd>
        </>
      )}
      {seals && (
        <>
          <dt>{t('fact.seals')}</dt>
          <dd>{seals}</dd>
        </>
      )}
    </dl>
  )
}

const Documents = ({ documents }: Pick<RequestView, 'documents'>) => {
  const { t } = useTranslation()
  if (documents.length === 0) return null
  const pagesInAll = documents.reduce((sum, { pages }) => sum + pages, 0)
  return (
    <section aria-label={t('confirm.documents')}>
      {documents.length > MANY && (
        <div className="confirm-head">
          <b className="small">{t('confirm.documents')}</b>
          <span className="small quiet">{t('confirm.total', { count: documents.length, pages: pagesInAll })}</span>
        </div>
      )}
      <ul className="confirm-documents">
        {documents.map(({ name, pages, size: bytes }, index) => (
          <li key={index}>
            <Icon name="file" size={20} />
            <span>{name}</span>
            <span className="small second">
              {[...(pages > 0 ? [t('pages', { count: pages })] : []), size(bytes)].join(t('mark.comma'))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** No, or on to the PIN. Where no PIN is taken any more, no, or another certificate. */
const Acts = ({ isLocked }: { isLocked: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  const refusing = useRef<HTMLDialogElement>(null)
  const refuse = (
    <>
      <Button onClick={() => refusing.current?.showModal()}>{t('confirm.refuse')}</Button>
      <RefuseDialog dialog={refusing} />
    </>
  )
  if (isLocked) return <LockedActs otherwise={refuse} />
  return (
    <footer className="foot two">
      {refuse}
      <Button kind="act" icon="lock" onClick={() => app.open({ at: 'pin' })}>
        {t('confirm.go')}
      </Button>
    </footer>
  )
}

/** What is asked, in full, before the PIN. */
export const RequestScreen = ({ view, request }: { view: ConfirmationView; request: RequestView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { heading, lead, summary } = useRequestTexts(view)
  return (
    <>
      <TopBar title={t('confirm.title')} leave={{ by: 'close', act: () => void app.refuse() }} />
      <main className="scroll">
        <div className="row">
          <h2 className="confirm-heading grow">{heading}</h2>
          <Countdown until={request.expiresAt} />
        </div>
        <p className="second confirm-lead">{lead}</p>
        <Code code={view.code} />
        {view.computer?.known === false && <p className="small confirm-new">{t('confirm.computer.new.why')}</p>}
        <Trouble error={view.error} />
        <UnusableNote credential={view.credential} />
        <Facts view={view} request={request} />
        <Documents documents={request.documents} />
        {summary && summary.previews.length > 0 && <Previews previews={summary.previews} pages={summary.seals} />}
        <div className="confirm-digest">
          <span className="small quiet">{t('fact.digest')}</span>
          <span className="mono">{digestEnds(request.digest)}</span>
        </div>
      </main>
      <Acts isLocked={view.credential.state === 'locked'} />
    </>
  )
}
