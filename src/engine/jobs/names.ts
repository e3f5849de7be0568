/** File names for bids, made from what people call them. */
import { nameFault } from '#core/bidfile/names'

const LONGEST_PART = 60

/** What some file system does not take, and white space. */
const AWKWARD = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|\s]+/gu

const part = (text: string): string =>
  Array.from(text.normalize('NFC').replace(AWKWARD, '_'))
    .slice(0, LONGEST_PART)
    .join('')
    .replace(/^[. _]+|[. _]+$/g, '')

/** `<tender>-<lot>-<company>` without an extension, good on every system. */
export const bidName = (bid: { readonly tender: string; readonly lot: string; readonly company: string }): string => {
  const name = [bid.tender, bid.lot, bid.company].map(part).filter(Boolean).join('-')
  return nameFault(name) === null ? name : 'bid'
}

/** The name itself, or the first of `name (2)`, `name (3)` … that is not taken. */
export const freeName = (name: string, isTaken: (name: string) => boolean): string => {
  let free = name
  for (let number = 2; isTaken(free); number++) free = `${name} (${number})`
  return free
}
