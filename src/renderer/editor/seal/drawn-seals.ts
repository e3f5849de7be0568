/** Which seals the window draws over a page, and which are in the page's own picture. */
import { useState } from 'react'
import type { PlacementView } from '#ipc/views'
import { samePage, type ProjectPage } from '../pages.ts'

interface Drawn {
  readonly page: ProjectPage
  /** Signed when the picture was drawn, so that they are in it. */
  readonly signed: ReadonlySet<string>
}

export interface DrawnSeals {
  /** The picture of the page is on screen. */
  readonly onDrawn: (page: ProjectPage) => void
  /**
   * Whether a seal must be drawn over the picture: it is not signed, or it is but the picture on
   * screen is still the one from before.
   */
  readonly isOver: (placement: PlacementView) => boolean
}

export const useDrawnSeals = (page: ProjectPage, placements: readonly PlacementView[]): DrawnSeals => {
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const outdated = drawn !== null && samePage(drawn.page, page) && drawn.page.sha256 !== page.sha256
  return {
    onDrawn: (of) => {
      const signed = placements.filter(({ round }) => round > 0).map(({ id }) => id)
      setDrawn({ page: of, signed: new Set(signed) })
    },
    isOver: ({ id, round }) => round === 0 || (outdated && !drawn.signed.has(id)),
  }
}
