import { useTranslation } from 'react-i18next'
import { Tag } from '#resources/kit/tag.tsx'
import type { OfficerItem } from '../../messages.ts'

/** Whether somebody can log in, in a word. */
export const OfficerTag = ({ officer: { disabledAt, factorAt, isTemporary } }: { officer: OfficerItem }) => {
  const { t } = useTranslation()
  if (disabledAt !== null)
    return (
      <Tag tone="bad" icon="close">
        {t('officers.disabled')}
      </Tag>
    )
  const isNew = factorAt === null || isTemporary
  return isNew ? (
    <Tag icon="clock">{t('officers.new')}</Tag>
  ) : (
    <Tag tone="good" icon="check">
      {t('officers.active')}
    </Tag>
  )
}
