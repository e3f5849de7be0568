/** What a window needs of its host: the engine's contract, typed, and the shell around it. */
import type { EventName, Events, InputOf, MethodName, OutputOf, Shell } from '#ipc/contract'

export interface Client {
  /** Rejects with an AppError. */
  call<Name extends MethodName>(method: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** Returns the function that stops listening. */
  on<Name extends EventName>(event: Name, listener: (value: Events[Name]) => void): () => void
}

export interface Host {
  readonly client: Client
  readonly shell: Shell
}
