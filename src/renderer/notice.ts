/** Something that happens now and then, and who wants to hear of it. */
export interface Notice {
  give(): void
  /** Returns the function that stops listening. */
  on(listener: () => void): () => void
}

export const createNotice = (): Notice => {
  const listeners = new Set<() => void>()
  return {
    give: () => {
      for (const listener of listeners) listener()
    },
    on: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
