/** Seals of certificates that were read before: placements that wait go over to their heirs, signed ones stay. */
import type { SealView } from '#ipc/views'
import { MAX_FORMER_SEALS } from './format.ts'
import { unsignedPlacements, type Bidder, type Placement, type Project } from './project.ts'
import { sealViews } from './views.ts'

const isHeir = (of: SealView, { kind, name, width, height }: SealView): boolean =>
  of.kind === kind && of.name === name && of.width === width && of.height === height

/** What waits for a seal that is not the bidder's gets an heir's; without an heir it goes. */
const handedOver = (
  placements: readonly Placement[],
  own: readonly SealView[],
  heirs: readonly SealView[],
  former: readonly SealView[],
): readonly Placement[] =>
  placements.flatMap((placement): readonly Placement[] => {
    if (placement.round > 0 || own.some(({ id }) => id === placement.seal)) return [placement]
    const seal = former.find(({ id }) => id === placement.seal)
    const heir = seal && heirs.find((one) => isHeir(seal, one))
    return heir ? [{ ...placement, seal: heir.id }] : []
  })

/** Those that something signed still shows, and that are not the bidder's. */
const stillShown = (former: readonly string[], own: readonly SealView[], placements: readonly Placement[]) => {
  const used = new Set(placements.filter(({ round }) => round > 0).map(({ seal }) => seal))
  for (const { id } of own) used.delete(id)
  const views = sealViews(former)
  return former.filter((_, at) => used.delete(views[at]?.id ?? '')).slice(-MAX_FORMER_SEALS)
}

/**
 * The project with a bidder's seals: what waits to be signed goes over to the seal of the same kind, name and size
 * that came with the new certificate. Throws `seal-record-invalid`.
 */
export const withSealsOf = (project: Project, bidder: Bidder): Project => {
  const before = project.bidder?.seals ?? []
  const former = [...project.formerSeals, ...before]
  const own = sealViews(bidder.seals)
  const known = new Set(sealViews(before).map(({ id }) => id))
  const heirs = own.filter(({ id }) => !known.has(id))
  const placements = handedOver(project.placements, own, heirs, sealViews(former))
  return { ...project, bidder, placements, formerSeals: stillShown(former, own, placements) }
}

/** The project after a round was undone: nothing waits for a seal that the bidder no longer has. */
export const withoutFormerSeals = (project: Project): Project => {
  if (project.formerSeals.length === 0 || unsignedPlacements(project).length === 0) return project
  const own = sealViews(project.bidder?.seals ?? [])
  const placements = handedOver(project.placements, own, own, sealViews(project.formerSeals))
  return { ...project, placements, formerSeals: stillShown(project.formerSeals, own, placements) }
}
