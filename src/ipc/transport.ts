/** Calls, answers and events over any port: an Electron MessagePort or a WebSocket carries the same messages. */
import { AppError, ERROR_CODES, asAppError, errorShape, type ErrorShape } from '#core/errors'
import type { EventName, Events, InputOf, MethodName, OutputOf, WireAnswer, WireCall, WireEvent } from './contract.ts'

/** One end of a two-way line that keeps the order of messages. */
export interface Port {
  send(message: unknown): void
  /** Called once, before anything else is done with the port. */
  listen(onMessage: (message: unknown) => void, onClose: () => void): void
}

/** What a window calls. */
export interface Client {
  /** Rejects with an AppError: the engine's own, or `engine-stopped` when it ended before it answered. */
  call<Name extends MethodName>(method: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** Returns the function that stops listening. */
  on<Name extends EventName>(event: Name, listener: (value: Events[Name]) => void): () => void
}

/** A client that outlives its engine: after a restart it is given the new engine's port. */
export interface ClientLine {
  readonly client: Client
  /** Gives up on calls that the last port has not answered, then uses this port. */
  attach(port: Port): void
}

/** What a host serves: the engine, as far as the wire is concerned. */
export interface Served {
  call(method: string, input: unknown): Promise<unknown>
  onEvent(listener: (event: EventName, value: unknown) => void): () => void
}

interface Pending {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: AppError) => void
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null

const errorOf = ({ code, details }: ErrorShape): AppError =>
  new AppError(ERROR_CODES.includes(code) ? code : 'internal', details)

/** A client without a port: calls wait until one is attached. */
export const createClient = (): ClientLine => {
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(value: unknown) => void>>()
  let current: Port | null = null
  let waiting: WireCall[] = []
  let calls = 0

  const detach = (): void => {
    current = null
    const lost = [...pending.values()]
    pending.clear()
    for (const { reject } of lost) reject(new AppError('engine-stopped'))
  }

  const receive = (message: unknown): void => {
    if (!isRecord(message)) return
    if ('event' in message) {
      const { event, value } = message as WireEvent
      for (const listener of listeners.get(event) ?? []) listener(value)
      return
    }
    const answer = message as WireAnswer
    const call = pending.get(answer.answer)
    pending.delete(answer.answer)
    if (answer.ok) call?.resolve(answer.output)
    else call?.reject(errorOf(answer.error))
  }

  const send = (port: Port, wire: WireCall): void => {
    try {
      port.send(wire)
    } catch (error) {
      pending.get(wire.call)?.reject(asAppError(error))
      pending.delete(wire.call)
    }
  }

  const client: Client = {
    call: <Name extends MethodName>(method: Name, input: InputOf<Name>) =>
      new Promise<OutputOf<Name>>((resolve, reject) => {
        calls += 1
        const wire: WireCall = { call: calls, method, input }
        pending.set(wire.call, { resolve: (output) => resolve(output as OutputOf<Name>), reject })
        if (current) send(current, wire)
        else waiting.push(wire)
      }),
    on: (event, listener) => {
      const known = listeners.get(event) ?? new Set()
      const heard = (value: unknown): void => listener(value as Events[typeof event])
      listeners.set(event, known.add(heard))
      return () => known.delete(heard)
    },
  }

  return {
    client,
    attach: (port) => {
      if (current) detach()
      current = port
      port.listen(
        (message) => port === current && receive(message),
        () => port === current && detach(),
      )
      const late = waiting
      waiting = []
      for (const wire of late) send(port, wire)
    },
  }
}

const callOf = (message: unknown): WireCall | null => {
  if (!isRecord(message)) return null
  const { call, method, input } = message
  return typeof call === 'number' && Number.isSafeInteger(call) && typeof method === 'string'
    ? { call, method, input }
    : null
}

/**
 * Answers a window's calls and passes events on until the port closes. Messages that are no calls
 * are dropped; a call that is not in the contract is the engine's to refuse. `onBug` hears of
 * errors that are no AppErrors: the window only learns `internal`.
 */
export const serve = (port: Port, engine: Served, onBug: (error: unknown) => void = () => {}): void => {
  const stopListening = engine.onEvent((event, value) => port.send({ event, value } satisfies WireEvent))
  const answer = async ({ call, method, input }: WireCall): Promise<WireAnswer> => {
    try {
      return { answer: call, ok: true, output: await engine.call(method, input) }
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'internal') onBug(error)
      return { answer: call, ok: false, error: errorShape(error) }
    }
  }
  port.listen((message) => {
    const call = callOf(message)
    if (call) void answer(call).then((wire) => port.send(wire))
  }, stopListening)
}
