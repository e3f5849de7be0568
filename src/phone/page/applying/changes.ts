/** Acts whose answers may be lost on the way: done again, they come to the same. */
import type { ApplicationsApi, Versioned } from '#agent/applications'
import type { ApplicationAnswer, ApplicationItem, ApplicationRequest } from '#core/application/messages'
import { TERMINAL } from '#core/application/state'
import { AppError, errorShape } from '#core/errors'

export interface Changes {
  /**
   * Changes the application that is shown. When it has changed meanwhile, that may have been this act: what it says
   * now tells. Throws what the server says is wrong.
   */
  change(
    act: (known: Versioned) => Promise<ApplicationAnswer>,
    isDone: (now: ApplicationAnswer) => boolean,
  ): Promise<ApplicationAnswer>
  /** Begins an application, or takes up the one for the company that is under way. */
  begin(request: ApplicationRequest, creditCode: string): Promise<ApplicationAnswer>
}

export interface Shown {
  known(): ApplicationAnswer | null
  show(application: ApplicationAnswer): void
}

export const createChanges = (api: ApplicationsApi, { known, show }: Shown): Changes => {
  const shown = (application: ApplicationAnswer): ApplicationAnswer => {
    show(application)
    return application
  }

  const findOpen = async (isIt: (item: ApplicationItem) => boolean): Promise<ApplicationAnswer | null> => {
    let after: string | null = null
    do {
      const { applications, next } = await api.applications(after)
      const item = applications.find((each) => !TERMINAL.includes(each.state) && isIt(each))
      if (item !== undefined) return api.application(item.id)
      after = next
    } while (after !== null)
    return null
  }

  return {
    change: async (act, isDone) => {
      const before = known()
      if (before === null) throw new AppError('file-not-found')
      try {
        return shown(await act(before))
      } catch (error) {
        const { code } = errorShape(error)
        if (code !== 'application-changed' && code !== 'application-state') throw error
        const now = shown(await api.application(before.id))
        if (!isDone(now)) throw error
        return now
      }
    },

    begin: async (request, creditCode) => {
      try {
        return shown(await api.begin(request))
      } catch (error) {
        const { code, details } = errorShape(error)
        if (code !== 'application-state' || details['reason'] !== 'open') throw error
        const open = await findOpen((item) => item.kind === request.kind && item.creditCode === creditCode)
        if (open === null) throw error
        return shown(open)
      }
    },
  }
}
