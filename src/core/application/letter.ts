/** Where a letter of authorisation is sealed: the page, and the middle of the seal in millimetres from its top left. */
export const LETTER_SEAL = { page: 1, x: 150, y: 234 } as const

/** Where the top left corner of a seal of this size stands on the letter; millimetres. */
export const letterSpot = (
  width: number,
  height: number,
): { readonly page: number; readonly left: number; readonly top: number } => ({
  page: LETTER_SEAL.page,
  left: LETTER_SEAL.x - width / 2,
  top: LETTER_SEAL.y - height / 2,
})
