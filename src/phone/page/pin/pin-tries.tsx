import { useTranslation } from 'react-i18next'
import type { ErrorShape } from '#core/errors'

interface PinTriesProps {
  readonly isBusy: boolean
  readonly error: ErrorShape | null
  /** As far as the server has told. */
  readonly triesLeft: number | null
}

/** Below the dots: what happened to the last PIN, and how many tries there are. */
export const PinTries = ({ isBusy, error, triesLeft }: PinTriesProps) => {
  const { t } = useTranslation()
  if (isBusy) {
    return (
      <p role="status" className="small second">
        {t('pin.checking')}
      </p>
    )
  }
  const told = error?.details['triesLeft']
  const left = typeof told === 'number' ? told : triesLeft
  if (error?.code === 'pin-wrong') {
    return (
      <p role="alert" className="small bad">
        {left === null ? t('error.pin-wrong.title') : t('pin.wrong', { count: left })}
      </p>
    )
  }
  if (error) {
    return (
      <p role="alert" className="small bad">
        {t(`error.${error.code}.title`, error.details)}
        {t('mark.comma')}
        {t(`error.${error.code}.advice`, error.details)}
      </p>
    )
  }
  return <p className="small second">{left === null ? t('pin.limit') : t('pin.left', { count: left })}</p>
}
