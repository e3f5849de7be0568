/** The screen in the page's address, so that the browser's way back and a reload lead where they should. */
import type { Console } from './state.ts'
import { VIEWS, type View } from './views.ts'

/** The screen that a fragment names, else the first one. */
export const viewIn = (fragment: string): View => VIEWS.find((view) => fragment === `#${view}`) ?? VIEWS[0]

export const followAddress = ({ store, show }: Console): void => {
  store.subscribe(({ view, session }) => {
    if (session && viewIn(location.hash) !== view) location.hash = view
  })
  addEventListener('hashchange', () => {
    const { view, session } = store.getState()
    if (session && viewIn(location.hash) !== view) void show(viewIn(location.hash))
  })
}
