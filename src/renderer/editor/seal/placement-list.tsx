import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlacementView, ProjectView } from '#ipc/views'
import { useApp, useAppState } from '../../app/context.tsx'
import { removePlacement, select } from '../../app/seals.ts'
import { count } from '../../format/quantity.ts'
import { IconButton } from '../../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { SealImage } from '../../kit/seal-image.tsx'
import { pageNumbers, sealOf, type ProjectPage } from '../pages.ts'
import './placement-list.css'

interface PlacementRowProps {
  readonly project: ProjectView
  readonly placement: PlacementView
  readonly page: number
  readonly selected: boolean
}

const PlacementRow = ({ project, placement, page, selected }: PlacementRowProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const moving = useAppState((state) => state.editor.draft?.placement === placement.id)
  const seal = sealOf(project, placement.seal)
  const signed = placement.round > 0
  return (
    <li className={`placement ${selected ? 'selected' : ''}`}>
      <button type="button" aria-pressed={selected} title={seal?.name} onClick={() => select(app, placement)}>
        {seal ? <SealImage seal={seal} size={20} /> : <span />}
        <span className="clip">
          {seal && t(`seal.kind.${seal.kind}`)}
          <span className="placement-page">{t('seal.on-page', { page: count(page) })}</span>
        </span>
        {signed ? (
          <span className="small good placement-signed">
            <Icon name="check" size={14} />
            {t('seal.signed')}
          </span>
        ) : (
          <span className={`small placement-state ${moving ? 'moving' : ''}`}>
            {t(moving ? 'seal.moving' : 'seal.unsigned')}
          </span>
        )}
      </button>
      {!signed && project.writable && (
        <IconButton
          icon="remove"
          size={14}
          label={t('tree.remove', { name: seal?.name ?? '' })}
          onClick={() => void removePlacement(app, placement)}
        />
      )}
    </li>
  )
}

const LISTED = 200

interface PlacementListProps {
  readonly project: ProjectView
  readonly pages: readonly ProjectPage[]
}

/** What has been placed, unsigned first, then page by page. */
export const PlacementList = ({ project, pages }: PlacementListProps) => {
  const { t } = useTranslation()
  const selected = useAppState((state) => state.editor.placement)
  const sorted = useMemo(() => {
    const numberOf = pageNumbers(pages)
    return project.placements
      .flatMap((placement) => {
        const number = numberOf(placement)
        return number === null ? [] : [{ placement, number }]
      })
      .sort((one, two) => Math.sign(one.placement.round) - Math.sign(two.placement.round) || one.number - two.number)
  }, [project.placements, pages])
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.querySelector('.selected')?.scrollIntoView({ block: 'nearest' }), [selected])
  return (
    <section className="panel-section placements">
      <header>
        <h3>{t('seal.placed')}</h3>
        <span className="small quiet">{t('seal.count', { count: sorted.length, seals: count(sorted.length) })}</span>
      </header>
      {sorted.length === 0 && <p className="small quiet">{t('seal.none-placed')}</p>}
      <ul ref={list} className="scroll">
        {sorted.slice(0, LISTED).map(({ placement, number }) => (
          <PlacementRow
            key={placement.id}
            project={project}
            placement={placement}
            page={number}
            selected={placement.id === selected}
          />
        ))}
      </ul>
    </section>
  )
}
