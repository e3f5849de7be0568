import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccountState, useApp, useLifecycleState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { TabBar } from '../kit/tab-bar.tsx'
import { ApplicationCard } from './application-card.tsx'
import { CertificateCard } from './certificate-card.tsx'
import './certificates-screen.css'
import { LISTS, tagsOf, type Certificate, type ListName } from './lists.ts'
import { useLists, useLook } from './use-certificates.ts'

const Tabs = ({ list, onShow }: { list: ListName; onShow: (list: ListName) => void }) => {
  const { t } = useTranslation()
  const lists = useLists()
  return (
    <nav className="certificate-lists" aria-label={t('certificates.lists')}>
      {LISTS.map((name) => (
        <button
          key={name}
          type="button"
          {...(name === list ? { 'aria-current': true } : {})}
          onClick={() => onShow(name)}
        >
          {t(`certificates.list.${name}`)}
          {lists[name].length > 0 && <small>{lists[name].length}</small>}
        </button>
      ))}
    </nav>
  )
}

/** Leaves only pairs with a tag; nothing where there are no tags. */
const TagFilter = ({
  tags,
  chosen,
  onChoose,
}: {
  tags: readonly string[]
  chosen: string | null
  onChoose: (tag: string | null) => void
}) => {
  const { t } = useTranslation()
  if (tags.length === 0) return null
  return (
    <div className="certificate-filter" role="group" aria-label={t('certificates.filter')}>
      {tags.map((tag) => (
        <Button
          key={tag}
          kind="small"
          icon="tag"
          aria-pressed={tag === chosen}
          onClick={() => onChoose(tag === chosen ? null : tag)}
        >
          {tag}
        </Button>
      ))}
    </div>
  )
}

const Certificates = ({ certificates }: { certificates: readonly Certificate[] }) => {
  const [wanted, want] = useState<string | null>(null)
  const tags = tagsOf(certificates)
  const chosen = wanted !== null && tags.includes(wanted) ? wanted : null
  return (
    <>
      <TagFilter tags={tags} chosen={chosen} onChoose={want} />
      {certificates
        .filter(({ holding }) => chosen === null || holding?.tags.includes(chosen))
        .map((certificate) => (
          <CertificateCard key={certificate.id} certificate={certificate} />
        ))}
    </>
  )
}

/** Nothing in a list, and what leads there. */
const Empty = ({ list }: { list: ListName }) => {
  const { t } = useTranslation()
  const app = useApp()
  const account = useAccountState((state) => state.account)
  return (
    <div className="certificates-empty">
      <p>{t(`certificates.empty.${list}`)}</p>
      <p className="second">{t(`certificates.empty.${list}.why`)}</p>
      {account === null && (
        <button type="button" className="link" onClick={() => app.open({ at: 'account', page: 'login' })}>
          {t('certificates.login')}
        </button>
      )}
    </div>
  )
}

/** All certificates, in four lists. */
export const CertificatesScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const list = useLifecycleState((state) => state.list)
  const error = useLifecycleState((state) => state.error)
  const isLoggedIn = useAccountState((state) => state.account !== null)
  const lists = useLists()
  useLook()
  return (
    <>
      <header className="heading">
        <h1>{t('tabs.certificates')}</h1>
        <Button
          kind="small"
          icon="add"
          onClick={() => (isLoggedIn ? app.open({ at: 'find-company' }) : void app.startEnrolling())}
        >
          {t('certificates.apply')}
        </Button>
      </header>
      <Tabs list={list} onShow={app.lifecycle.showList} />
      <main className="scroll">
        {error && <FaultNote error={error} />}
        {lists[list].length === 0 && <Empty list={list} />}
        {list === 'in-force' || list === 'ended' ? (
          <Certificates key={list} certificates={lists[list]} />
        ) : (
          lists[list].map((application) => <ApplicationCard key={application.id} application={application} />)
        )}
      </main>
      <TabBar here="certificates" />
    </>
  )
}
