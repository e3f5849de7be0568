import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { day } from '#resources/kit/time.ts'
import type { SealItem } from '../../seal-messages.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { LedgerHeading, LedgerList } from '../ledger/ledger-kit.tsx'
import { SEAL_KINDS, SealTrial } from './seal-designer.tsx'
import { SealDetails } from './seal-details.tsx'
import { StateTag } from './state-tag.tsx'

const Row = ({ seal, isSelected }: { seal: SealItem; isSelected: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { id, kind, company, creditCode, person, issuedAt, notAfter, state } = seal
  const open = () => void console.openSeal(id)
  return (
    <tr aria-current={isSelected} onClick={open}>
      <td className="seal-cell">
        <img src={`/api/console/seals/${id}/picture`} alt="" loading="lazy" />
      </td>
      <th scope="row" className="name">
        {company}
        <span className="mono quiet">{creditCode}</span>
      </th>
      <td>{i18next.t(`seal.${kind}`, kind)}</td>
      <td>{person}</td>
      <td>{day(issuedAt)}</td>
      <td>{day(notAfter)}</td>
      <td>
        <StateTag state={state} />
      </td>
      <td className="end">
        <button type="button" className="button small" aria-label={t('seals.open', { id })} onClick={open}>
          {t('act.details')}
        </button>
      </td>
    </tr>
  )
}

/** Electronic seals that were issued. */
export const Seals = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const found = useConsoleState((state) => state.seals)
  const search = useConsoleState((state) => state.sealSearch)
  const selected = useConsoleState((state) => state.selected)
  const details = useConsoleState((state) => state.seal)
  const [isTrying, setTrying] = useState(false)
  return (
    <div className="with-panel">
      <div className="list">
        <LedgerHeading
          title={t('nav.seals')}
          label={t('seals.search')}
          choice={{ name: t('seals.kind'), every: t('seals.every-kind') }}
          states={SEAL_KINDS}
          nameOf={(kind) => t(`seal.${kind}`)}
          search={search}
          onSearch={(wanted) => void console.searchSeals(wanted)}
          onExport={() => console.exportSeals()}
          fileName={`${t('nav.seals')}.csv`}
        >
          <button type="button" className="button" onClick={() => setTrying(true)}>
            <Icon name="edit" />
            {t('seals.trial')}
          </button>
        </LedgerHeading>
        {found !== null && (
          <LedgerList
            search={search}
            empty={t('seals.empty')}
            none={t('seals.none')}
            head={
              <>
                <th scope="col">{t('seals.picture')}</th>
                <th scope="col">{t('certificates.owner')}</th>
                <th scope="col">{t('seals.kind')}</th>
                <th scope="col">{t('fact.person')}</th>
                <th scope="col">{t('fact.made')}</th>
                <th scope="col">{t('fact.until')}</th>
                <th scope="col">{t('fact.state')}</th>
              </>
            }
            rows={found.seals.map((seal) => (
              <Row key={seal.id} seal={seal} isSelected={seal.id === selected} />
            ))}
            trail={search.trail}
            next={found.next}
            onTurn={(trail) => void console.searchSeals({ trail })}
          />
        )}
      </div>
      {details?.seal.id === selected && details && <SealDetails key={selected} details={details} />}
      {isTrying && <SealTrial onClose={() => setTrying(false)} />}
    </div>
  )
}
