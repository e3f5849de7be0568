import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { SEAL_KINDS } from '#core/application/form'
import type { JoiningAnswer } from '#core/application/messages'
import { useApp, useCompanyState } from '../app/context.tsx'
import { moment } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Field } from '../kit/field.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { toggled, wrongParts } from './draft.ts'
import { LetterLink } from './letter-link.tsx'
import { RefuseSheet } from './refuse-sheet.tsx'
import { Problem } from './problem.tsx'
import { SignerNote } from './signer-note.tsx'
import { useSeals } from './words.tsx'

const Applicant = ({ joining: { applicant, company, submittedAt } }: { joining: JoiningAnswer }) => {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <dl className="facts company-facts">
      <dt>{t('company.name')}</dt>
      <dd>{applicant.name}</dd>
      <dt>{t('company.mobile')}</dt>
      <dd>{applicant.mobile}</dd>
      <dt>{t('company.joining.to')}</dt>
      <dd>{company}</dd>
      <dt>{t('company.joining.at')}</dt>
      <dd>{moment(submittedAt ?? 0, now)}</dd>
    </dl>
  )
}

const Authorisation = ({ hasTried }: { hasTried: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const draft = useCompanyState((state) => state.draft)
  const wrong = hasTried ? wrongParts(draft, now) : []
  return (
    <>
      <fieldset className="company-choices" aria-describedby="joining-seals-note">
        <legend className="section">{t('company.joining.seals')}</legend>
        {SEAL_KINDS.map((kind) => (
          <label key={kind} className="company-choice">
            <input
              type="checkbox"
              name="seals"
              checked={draft.seals.includes(kind)}
              onChange={() => app.company.fill({ seals: toggled(draft.seals, kind) })}
            />
            {t(`company.seal.${kind}`)}
          </label>
        ))}
        <p id="joining-seals-note" className="small bad">
          {wrong.includes('seals') ? t('company.joining.seals.wrong') : ''}
        </p>
      </fieldset>
      <Field
        id="joining-until"
        name="until"
        label={t('company.joining.until')}
        type="date"
        value={draft.until}
        isWrong={wrong.includes('until')}
        note={t(wrong.includes('until') ? 'company.joining.until.wrong' : 'company.joining.until.why')}
        onChange={(until) => app.company.fill({ until })}
      />
    </>
  )
}

/** What became of it, for whoever looks again. */
const Decided = ({ joining }: { joining: JoiningAnswer }) => {
  const { t } = useTranslation()
  const sealsOf = useSeals()
  const { authorisation, state } = joining
  const isRefused = state === 'rejected'
  return (
    <Note
      icon={isRefused ? 'close' : 'check'}
      title={t(isRefused ? 'company.joining.refused' : 'company.joining.agreed')}
    >
      {authorisation && !isRefused
        ? t('company.joining.granted', { seals: sealsOf(authorisation), until: authorisation.until })
        : null}
    </Note>
  )
}

interface DecisionProps {
  readonly creditCode: string
  readonly joining: JoiningAnswer
}

const Decision = ({ creditCode, joining }: DecisionProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const sheet = useRef<HTMLDialogElement>(null)
  const draft = useCompanyState((state) => state.draft)
  const error = useCompanyState((state) => state.error)
  const isBusy = useCompanyState((state) => state.isBusy)
  const [hasTried, setTried] = useState(false)
  const isSaved =
    joining.authorisation?.until === draft.until && joining.authorisation.seals.join() === draft.seals.join()

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    const [first] = wrongParts(draft, now)
    if (first !== undefined) event.currentTarget.querySelector<HTMLInputElement>(`[name='${first}']`)?.focus()
    else if (app.company.signer(creditCode) !== null) void app.company.authorise(creditCode)
  }

  return (
    <form className="company-form" noValidate onSubmit={submit}>
      <main className="scroll">
        {error && <FaultNote error={error} />}
        <Applicant joining={joining} />
        <p className="second company-lead">{t('company.joining.check')}</p>
        <Authorisation hasTried={hasTried} />
        <p className="second company-note">{t('company.joining.letter')}</p>
        {isSaved && <LetterLink application={joining.id} />}
        <SignerNote creditCode={creditCode} />
      </main>
      <footer className="foot two">
        <Button disabled={isBusy} onClick={() => sheet.current?.showModal()}>
          {t('company.joining.refuse')}
        </Button>
        <button type="submit" className="button act" aria-disabled={isBusy}>
          {t('company.joining.agree')}
        </button>
      </footer>
      <RefuseSheet sheet={sheet} name={joining.applicant.name} />
    </form>
  )
}

/** Somebody who wants to join: which seals he may use, how long, and the letter that says so. */
export const JoiningScreen = ({ creditCode, application }: { creditCode: string; application: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const joining = useCompanyState((state) => state.joining)
  const error = useCompanyState((state) => state.error)
  const isThis = joining?.id === application
  const isOpen = isThis && joining.possible.includes('agree')
  return (
    <>
      <TopBar title={t('company.joining.title')} leave={{ by: 'back', act: app.back }} />
      {isOpen ? (
        <Decision creditCode={creditCode} joining={joining} />
      ) : (
        <main className="scroll">
          {error && <Problem error={error} screen={{ at: 'joining', creditCode, application }} />}
          {!isThis && !error && <p className="quiet company-none">{t('company.loading')}</p>}
          {isThis && (
            <>
              <Decided joining={joining} />
              <Applicant joining={joining} />
            </>
          )}
        </main>
      )}
    </>
  )
}
