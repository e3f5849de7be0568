/**
 * The server's routes as the phone asks them: what stands in an address, what is sent and what is
 * answered are types made of the server's own description. A wrong address does not compile.
 */
import type { z } from 'zod'
import type { paths } from '#api/paths'

export type Method = 'get' | 'post'

/** Those that can be asked in this way. */
export type Address<M extends Method> = {
  [A in keyof paths]: paths[A] extends { readonly [method in M]: object } ? A : never
}[keyof paths]

type Operation<M extends Method, A extends Address<M>> = paths[A][M]

/** The part of a question by this name: not there, there at will, or there. */
type Part<O, N extends 'path' | 'query'> = O extends { parameters: { [name in N]: infer P } }
  ? { readonly [name in N]: P }
  : O extends { parameters: { [name in N]?: infer P } }
    ? [P] extends [undefined]
      ? unknown
      : { readonly [name in N]?: P }
    : unknown

/** What is not there is not sent. */
type Sent<T> = T extends readonly (infer E)[]
  ? readonly Sent<E>[]
  : T extends object
    ? { readonly [K in keyof T]: object extends Pick<T, K> ? Sent<T[K]> | undefined : Sent<T[K]> }
    : T

type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? { readonly body: Sent<B> }
  : unknown

/** What a question takes beside its address. */
export type Asked<M extends Method, A extends Address<M>> = Part<Operation<M, A>, 'path'> &
  Part<Operation<M, A>, 'query'> &
  Body<Operation<M, A>>

/** Nothing where nothing has to be said. */
export type Asking<M extends Method, A extends Address<M>> =
  object extends Asked<M, A> ? [asked?: Asked<M, A> & Waiting] : [asked: Asked<M, A> & Waiting]

export interface Waiting {
  /** Says that nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined
}

type Answered<R> = { [status in keyof R & (200 | 201)]: R[status] }[keyof R & (200 | 201)]

/** The answer when all is well, on the wire. */
type Answer<O> = O extends { responses: infer R }
  ? Answered<R> extends { content: { 'application/json': infer J } }
    ? J
    : never
  : never

/** A schema that takes whatever the route answers. */
export type Reading<S extends z.ZodType, M extends Method, A extends Address<M>> =
  Answer<Operation<M, A>> extends z.input<S> ? S : never

/** An address with its parts filled in. */
export const addressOf = (
  address: string,
  {
    path = {},
    query = {},
  }: {
    readonly path?: Readonly<Record<string, string>>
    readonly query?: Readonly<Record<string, string | undefined>>
  },
): string => {
  const filled = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))
  const search = Object.entries(query)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return search.length === 0 ? filled : `${filled}?${search.join('&')}`
}
