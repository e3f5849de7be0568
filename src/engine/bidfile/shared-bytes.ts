/** Memory that threads share: a block is worked on in place, by whichever thread takes it. */
export type SharedBytes = Uint8Array<SharedArrayBuffer>

export const sharedBytes = (length: number): SharedBytes => new Uint8Array(new SharedArrayBuffer(length))
