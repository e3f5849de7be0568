import { useTranslation } from 'react-i18next'
import type { BidFileView } from '#ipc/views'
import { Icon } from '#resources/kit/icon.tsx'
import './bid-seal.css'

const icons = { valid: 'checked', invalid: 'failed', unknown: 'question' } as const

/** Whether the seal of a bid file holds, and why it does not. */
export const BidSeal = ({ seal }: { seal: BidFileView['seal'] }) => {
  const { t } = useTranslation()
  return (
    <>
      <span className={`bid-seal ${seal.state}`}>
        <Icon name={icons[seal.state]} />
        {t(`decrypt.seal.${seal.state}`)}
      </span>
      {seal.reason && <span className="small quiet">{t(`error.${seal.reason.code}.title`)}</span>}
    </>
  )
}
