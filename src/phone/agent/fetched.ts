import { AppError } from '#core/errors'

/** A part of the agent that is fetched when it is needed first. Throws `server-unreachable`. */
export const fetched = <T>(part: Promise<T>): Promise<T> =>
  part.catch((cause: unknown) => {
    throw new AppError('server-unreachable', { reason: 'part missing' }, cause)
  })
