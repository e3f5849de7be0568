/** Roles, authorisations and what was done, in words. */
import { useTranslation } from 'react-i18next'
import type { MemberItem, MemberRole } from '#core/application/company'
import type { AuthorisationStep } from '#core/application/form'
import { Tag } from '#resources/kit/tag.tsx'
import { useCompanyState } from '../app/context.tsx'
import { useNow } from '../kit/countdown.tsx'
import { Note } from '../kit/note.tsx'
import { isHolder, nearness } from './draft.ts'

export const RoleTag = ({ role }: { role: MemberRole }) => {
  const { t } = useTranslation()
  return (
    <Tag tone={role === 'administrator' ? 'good' : 'plain'} icon={role === 'administrator' ? 'shield' : 'person'}>
      {t(`company.role.${role}`)}
    </Tag>
  )
}

/** Which seals, as a list in one line. */
export const useSeals = (): ((authorisation: AuthorisationStep | null) => string) => {
  const { t } = useTranslation()
  return (authorisation) =>
    authorisation === null
      ? t('company.seals.all')
      : authorisation.seals.map((kind) => t(`company.seal.${kind}`)).join(t('mark.item'))
}

/** What needs care about an authorisation, if anything does. */
export const TermTag = ({ authorisation }: { authorisation: AuthorisationStep | null }) => {
  const { t } = useTranslation()
  const now = useNow()
  const near = authorisation === null ? 'far' : nearness(authorisation, now)
  if (near === 'far') return null
  return (
    <Tag tone={near === 'over' ? 'bad' : 'warn'} icon={near === 'over' ? 'close' : 'clock'}>
      {t(near === 'over' ? 'company.term.over' : 'company.term.near')}
    </Tag>
  )
}

/** The first thing that needs care about a member. */
export const MemberTag = ({ member }: { member: MemberItem }) => {
  const { t } = useTranslation()
  if (!isHolder(member))
    return (
      <Tag tone="bad" icon="alert">
        {t('company.certificate.none')}
      </Tag>
    )
  return <TermTag authorisation={member.authorisation} />
}

/** What has just been done. */
export const DoneNote = () => {
  const { t } = useTranslation()
  const done = useCompanyState((state) => state.done)
  return (
    <div role="status" className="company-done">
      {done && (
        <Note icon="check" title={t(`company.done.${done.what}`, { name: done.name })}>
          {t(`company.done.${done.what}.why`)}
        </Note>
      )}
    </div>
  )
}
