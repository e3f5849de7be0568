import { useTranslation } from 'react-i18next'

/** The four digits that both screens show; empty places until they are known. */
export const Code = ({ code }: { code: string | null }) => {
  const { t } = useTranslation()
  return (
    <div className="confirm-code">
      {code === null ? (
        <b className="quiet" aria-hidden="true">
          ····
        </b>
      ) : (
        <b role="img" aria-label={t('confirm.code', { code: [...code].join(' ') })}>
          {code}
        </b>
      )}
      {code === null ? (
        <span className="small second">{t('confirm.code.later')}</span>
      ) : (
        <span className="small second">
          {t('confirm.compare')}
          <br />
          {t('confirm.compare.refuse')}
        </span>
      )}
    </div>
  )
}
