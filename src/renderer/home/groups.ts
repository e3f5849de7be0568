/** How the home screen orders projects: by when they open, nearest first; what is over, latest first. */
import type { ProjectSummary } from '#ipc/views'

export type GroupName = 'this-week' | 'two-weeks' | 'later' | 'over'
export type TabName = 'all' | 'preparing' | 'waiting' | 'over'

export interface Group {
  readonly name: GroupName
  readonly projects: readonly ProjectSummary[]
}

const DAY = 86_400_000

/** The end of Sunday of the week in which a time lies, local time. */
const endOfWeek = (now: number) => {
  const date = new Date(now)
  const daysLeft = (7 - date.getDay()) % 7
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLeft + 1).getTime()
}

const opening = ({ openingTime }: ProjectSummary) => Date.parse(openingTime)
export const isOver = (project: ProjectSummary, now: number): boolean =>
  project.state === 'opened' || opening(project) <= now

export const tabOf = (project: ProjectSummary, now: number): Exclude<TabName, 'all'> => {
  if (isOver(project, now)) return 'over'
  return project.state === 'generated' || project.state === 'rehearsed' ? 'waiting' : 'preparing'
}

const groupOf = (project: ProjectSummary, now: number): GroupName => {
  if (isOver(project, now)) return 'over'
  const time = opening(project)
  if (time < endOfWeek(now)) return 'this-week'
  return time < now + 14 * DAY ? 'two-weeks' : 'later'
}

/** Projects of a tab whose tender, number, tenderee or bidder holds every word that is looked for. */
export const chosen = (
  projects: readonly ProjectSummary[],
  tab: TabName,
  search: string,
  now: number,
): readonly ProjectSummary[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return projects.filter((project) => {
    if (tab !== 'all' && tabOf(project, now) !== tab) return false
    const text = [project.tenderName, project.tenderId, project.lot, project.tenderee, project.bidder ?? '']
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

const ORDER: readonly GroupName[] = ['this-week', 'two-weeks', 'later', 'over']

/** Groups that hold something, in order. */
export const grouped = (projects: readonly ProjectSummary[], now: number): readonly Group[] =>
  ORDER.map((name) => {
    const members = projects.filter((project) => groupOf(project, now) === name)
    const direction = name === 'over' ? -1 : 1
    return { name, projects: members.sort((a, b) => direction * (opening(a) - opening(b))) }
  }).filter((group) => group.projects.length > 0)

export const tabCounts = (projects: readonly ProjectSummary[], now: number): Readonly<Record<TabName, number>> => {
  const counts = { all: projects.length, preparing: 0, waiting: 0, over: 0 }
  for (const project of projects) counts[tabOf(project, now)] += 1
  return counts
}
