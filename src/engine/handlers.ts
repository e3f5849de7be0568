/** What the engine's parts answer: some of the contract's methods each. */
import type { z } from 'zod'
import { AppError } from '#core/errors'
import { methods, type MethodName, type Methods, type OutputOf } from '#ipc/contract'

export type Handler<Name extends MethodName> = (input: z.output<Methods[Name]['input']>) => Promise<OutputOf<Name>>

/** Handlers of some methods. */
export type Handlers<Name extends MethodName = MethodName> = { readonly [Method in Name]: Handler<Method> }

const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name)

const inputOf = <Name extends MethodName>(method: Name, input: unknown): z.output<Methods[Name]['input']> => {
  const parsed = methods[method].input.safeParse(input)
  if (parsed.success) return parsed.data as z.output<Methods[Name]['input']>
  const [issue] = parsed.error.issues
  throw new AppError('invalid-input', { method, at: issue?.path.join('.') ?? '', reason: issue?.code ?? '' })
}

const answer = async <Name extends MethodName>(handlers: Handlers, method: Name, input: unknown): Promise<unknown> => {
  const handler: Handler<Name> = handlers[method]
  return handler(inputOf(method, input))
}

/**
 * Answers one call of a window: the input is parsed with the contract's schema before anybody sees
 * it. Rejects with `invalid-input` for an unknown method and for an input that is not the method's.
 */
export const dispatch = (handlers: Handlers, method: string, input: unknown): Promise<unknown> =>
  isMethod(method)
    ? answer(handlers, method, input)
    : Promise.reject(new AppError('invalid-input', { reason: 'unknown method', method: method.slice(0, 64) }))
