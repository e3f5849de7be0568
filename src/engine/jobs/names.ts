/** File names for bids, made from what people call them. */
import { nameFault } from '#core/bidfile/names'

/** Characters of a part, from the most that are kept to the fewest. */
const LONGEST_PARTS = [60, 40, 25, 18]

/** What some file system does not take, and white space. */
const AWKWARD = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|\s]+/gu

const part = (text: string, longest: number): string =>
  Array.from(text.normalize('NFC').replace(AWKWARD, '_'))
    .slice(0, longest)
    .join('')
    .replace(/^[. _]+|[. _]+$/g, '')

/** `<tender>-<lot>-<company>` without an extension, good on every system. Long parts are cut until it is. */
export const bidName = (bid: { readonly tender: string; readonly lot: string; readonly company: string }): string => {
  const cut = (longest: number) =>
    [bid.tender, bid.lot, bid.company]
      .map((text) => part(text, longest))
      .filter(Boolean)
      .join('-')
  return LONGEST_PARTS.map(cut).find((name) => nameFault(`${name}.ebid`) === null) ?? 'bid'
}

/** The name itself, or the first of `name (2)`, `name (3)` … that is not taken. */
export const freeName = (name: string, isTaken: (name: string) => boolean): string => {
  let free = name
  for (let number = 2; isTaken(free); number++) free = `${name} (${number})`
  return free
}
