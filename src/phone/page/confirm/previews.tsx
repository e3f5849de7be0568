import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Picture } from '../kit/picture.tsx'
import './previews.css'
import type { Preview } from './summary.ts'

/** A4 at this width, CSS pixels. */
const WIDTH = 126
const HEIGHT = 178
const GAP = 10

interface PreviewsProps {
  readonly previews: readonly Preview[]
  /** Number of seals in all, of which the previews show some. */
  readonly pages: number
}

/** Pictures of sealed pages, side by side, to swipe through. */
export const Previews = ({ previews, pages }: PreviewsProps) => {
  const { t } = useTranslation()
  const isOfSeveral = new Set(previews.map(({ document }) => document)).size > 1
  const strip = useRef<HTMLDivElement>(null)
  const [first, setFirst] = useState(0)
  const scrolled = () => {
    const { scrollLeft = 0, scrollWidth = 0, clientWidth = 0 } = strip.current ?? {}
    const isAtEnd = scrollLeft > 0 && scrollLeft + clientWidth >= scrollWidth - 2
    setFirst(isAtEnd ? previews.length - 1 : Math.min(previews.length - 1, Math.round(scrollLeft / (WIDTH + GAP))))
  }
  return (
    <section aria-label={t('confirm.previews')}>
      <div className="confirm-head">
        <b className="small">{t('confirm.previews')}</b>
        <span className="small quiet">
          {t('confirm.previews.of', { at: first + 1, of: previews.length })}
          {pages > previews.length && `${t('mark.comma')}${t('confirm.previews.some')}`}
        </span>
      </div>
      <div
        ref={strip}
        className="previews"
        role="group"
        aria-label={t('confirm.previews.swipe')}
        tabIndex={0}
        onScroll={scrolled}
      >
        {previews.map(({ document, page, jpeg }, index) => (
          <figure key={index}>
            <Picture
              bytes={jpeg}
              type="image/jpeg"
              width={WIDTH}
              height={HEIGHT}
              label={t('confirm.preview', { document, page })}
            />
            <figcaption>
              {isOfSeveral && <span className="clip">{document}</span>}
              {t('confirm.page', { page })}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  )
}
