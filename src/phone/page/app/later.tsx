import { lazy, type ComponentType } from 'react'
import { AppError, errorShape } from '#core/errors'
import { BlockedPage } from '../kit/fault.tsx'

/** A part of the page that is fetched when it is first shown. Where that fails, the page says so and can be loaded again. */
export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => {
    try {
      return { default: await load() }
    } catch (cause) {
      const error = errorShape(new AppError('server-unreachable', { reason: 'page part' }, cause))
      return { default: () => <BlockedPage error={error} /> }
    }
  })
