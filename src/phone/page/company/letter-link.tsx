import { useTranslation } from 'react-i18next'
import { letterAddress } from '#agent/company'

/** The letter of authorisation, before it is sealed. */
export const LetterLink = ({ application }: { application: string }) => {
  const { t } = useTranslation()
  return (
    <a className="link company-paper" href={letterAddress(application)} download>
      {t('company.joining.preview')}
    </a>
  )
}
