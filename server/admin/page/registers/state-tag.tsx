import { useTranslation } from 'react-i18next'
import { Tag } from '#resources/kit/tag.tsx'
import type { CertificateItem } from '../../messages.ts'

const STATES = {
  'in-force': { tone: 'good', icon: 'check' },
  expired: { tone: 'plain', icon: 'clock' },
  revoked: { tone: 'bad', icon: 'close' },
} as const

/** Whether a certificate can be used, in a word. */
export const StateTag = ({ state }: Pick<CertificateItem, 'state'>) => {
  const { t } = useTranslation()
  return <Tag {...STATES[state]}>{t(`state.${state}`)}</Tag>
}
