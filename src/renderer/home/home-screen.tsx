import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../app/clock.ts'
import { useApp, useAppState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { chooseByKey } from '../kit/choices.ts'
import { InlineField } from '../kit/field.tsx'
import { EmptyHome } from './empty-home.tsx'
import { chosen, tabCounts, type TabName } from './groups.ts'
import './home-screen.css'
import { Inspector } from './inspector.tsx'
import { ProjectList } from './project-list.tsx'

const tabs: readonly TabName[] = ['all', 'preparing', 'waiting', 'over']

export const HomeScreen = () => {
  const { t } = useTranslation()
  const { store } = useApp()
  const projects = useAppState((state) => state.projects)
  const selected = useAppState((state) => state.selected)
  const now = useNow(60_000)
  const [tab, setTab] = useState<TabName>('all')
  const [search, setSearch] = useState('')

  const newProject = (
    <Button
      kind={projects?.length ? 'main' : 'plain'}
      icon="add"
      hint="Ctrl N"
      onClick={() => store.setState({ dialog: 'new-project' })}
    >
      {t('home.new')}
    </Button>
  )

  if (projects?.length === 0) {
    return (
      <main className="home">
        <div className="home-head home-head-empty">
          <h1>{t('home.title')}</h1>
          {newProject}
        </div>
        <EmptyHome />
      </main>
    )
  }

  const counts = tabCounts(projects ?? [], now)
  const shown = chosen(projects ?? [], tab, search, now)
  const current = shown.find(({ id }) => id === selected) ?? shown[0] ?? null
  return (
    <>
      <main className="home">
        <div className="home-head">
          <h1>{t('home.title')}</h1>
          <InlineField
            icon="search"
            type="search"
            aria-label={t('home.search')}
            placeholder={t('home.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {newProject}
        </div>
        <div className="home-tabs" role="tablist" aria-label={t('home.tabs')} onKeyDown={chooseByKey}>
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`home-tab-${name}`}
              aria-selected={tab === name}
              tabIndex={tab === name ? 0 : -1}
              aria-controls="home-list"
              onClick={() => setTab(name)}
            >
              {t(`home.tab.${name}`)}
              <span className="small quiet">{counts[name]}</span>
            </button>
          ))}
        </div>
        <ProjectList projects={projects && shown} current={current} now={now} search={search} tab={tab} />
      </main>
      {current && <Inspector project={current} />}
    </>
  )
}
