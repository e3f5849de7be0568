import { useTranslation } from 'react-i18next'
import type { ConfirmationView } from '#agent/views'
import { summaryOf } from './summary.ts'

/** What is asked, in words; the agent's view in, texts out. */
export const useRequestTexts = ({ intent, request, computer }: ConfirmationView) => {
  const { t } = useTranslation()
  const summary = request === null ? null : summaryOf(request)
  /** “标段 01”; a lot that is called one already keeps its name. */
  const named = (lot: string) => (/标段|包|lot/i.test(lot) ? lot : t('lot', { lot }))
  const isSealing = intent === 'sign' && summary !== null
  return {
    summary,
    heading: isSealing ? t('intent.sign.heading', { count: summary.seals }) : t(`intent.${intent}`),
    lead: isSealing ? t('intent.sign.lead', { count: summary.documents }) : t(`intent.${intent}.lead`),
    tender: request?.tender
      ? [request.tender.name, ...(request.tender.lot === '' ? [] : [named(request.tender.lot)])].join(t('mark.comma'))
      : null,
    seals: summary?.kinds
      .map(({ kind, count }) => t('seal.count', { kind: t(`seal.${kind}`), count }))
      .join(t('mark.comma')),
    computer: computer?.name ?? t('confirm.computer.unknown'),
  }
}
