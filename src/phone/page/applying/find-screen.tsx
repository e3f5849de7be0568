import { useTranslation } from 'react-i18next'
import { useState, type FormEvent } from 'react'
import type { CompanyAnswer } from '#core/application/messages'
import { Tag } from '#resources/kit/tag.tsx'
import { useApp, useApplyingState } from '../app/context.tsx'
import { ApplicationTag } from '../certificates/application-card.tsx'
import { Button } from '../kit/button.tsx'
import { Field } from '../kit/field.tsx'
import { LinkRow } from '../kit/list.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { useKind } from '../orders/texts.tsx'
import './applying.css'
import { Problem } from './problem.tsx'
import { isEditable } from './steps.ts'

/** The fewest characters that are searched for. */
const FEWEST = 2

/** What was begun and waits for its owner. */
const Begun = () => {
  const { t } = useTranslation()
  const app = useApp()
  const kindOf = useKind()
  const begun = useApplyingState((state) => state.applications)?.items.filter(isEditable) ?? []
  if (begun.length === 0) return null
  return (
    <>
      <h2 className="section">{t('apply.begun')}</h2>
      <ul>
        {begun.map(({ id, kind, company, state }) => (
          <LinkRow
            key={id}
            title={company}
            note={kindOf(kind)}
            value={<ApplicationTag state={state} />}
            onOpen={() => app.open({ at: 'application', application: id })}
          />
        ))}
      </ul>
    </>
  )
}

const Found = ({ text, companies }: { text: string; companies: CompanyAnswer['companies'] }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isNone = companies.length === 0
  return (
    <section aria-live="polite">
      <h2 className="section">{isNone ? t('find.none', { text }) : t('find.found', { count: companies.length })}</h2>
      <ul>
        {companies.map(({ creditCode, name, isClaimed }) => (
          <LinkRow
            key={creditCode}
            title={name}
            note={creditCode}
            value={
              <Tag tone={isClaimed ? 'plain' : 'good'} icon={isClaimed ? 'person' : 'add'}>
                {t(isClaimed ? 'find.claimed' : 'find.free')}
              </Tag>
            }
            onOpen={() => (isClaimed ? app.open({ at: 'join', creditCode }) : app.applying.claim({ creditCode, name }))}
          />
        ))}
      </ul>
      <p className="second find-other">{t(isNone ? 'find.none.why' : 'find.other.why')}</p>
      <div className="find-claim">
        <Button kind={isNone ? 'main' : 'plain'} onClick={() => app.applying.claim(null)}>
          {t('find.claim')}
        </Button>
      </div>
    </section>
  )
}

/** Finds the company whose certificates somebody wants: claimed where nobody has it, joined where somebody has. */
export const FindScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const searched = useApplyingState((state) => state.draft.searched)
  const found = useApplyingState((state) => state.found)
  const isBusy = useApplyingState((state) => state.isBusy)
  const [hasTried, setTried] = useState(false)
  const isWrong = hasTried && searched.trim().length < FEWEST
  const search = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (searched.trim().length >= FEWEST) void app.applying.search()
  }
  return (
    <>
      <TopBar title={t('find.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <p className="second">{t('find.lead')}</p>
        <Problem />
        <form role="search" noValidate onSubmit={search}>
          <Field
            id="find-text"
            name="text"
            label={t('find.text')}
            autoComplete="organization"
            enterKeyHint="search"
            maxLength={100}
            value={searched}
            isWrong={isWrong}
            note={isWrong ? t('find.text.wrong') : undefined}
            onChange={app.applying.seek}
            action={
              <Button type="submit" kind="main" aria-disabled={isBusy}>
                {t('find.search')}
              </Button>
            }
          />
        </form>
        {found ? <Found {...found} /> : <Begun />}
      </main>
    </>
  )
}
