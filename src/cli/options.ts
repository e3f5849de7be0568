/** Options and arguments that several commands share. Errors are commander's: wrong usage. */
import { InvalidArgumentError, Option } from 'commander'
import type { SealPlacement } from '#core/pdf/seal'

const PLACEMENT = /^([1-9]\d{0,6}):(\d{1,4}(?:\.\d{1,3})?),(\d{1,4}(?:\.\d{1,3})?)$/

/** `PAGE:X,Y`: page from 1, millimetres from the displayed page's top left corner to the seal's. */
export const readPlacement = (text: string): SealPlacement => {
  const [, page, left, top] = PLACEMENT.exec(text) ?? []
  if (page === undefined) throw new InvalidArgumentError('PAGE:X,Y is expected, for example 1:120,200.5.')
  return { page: Number(page), left: Number(left), top: Number(top) }
}

export const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN
  if (!(port <= 65_535)) throw new InvalidArgumentError('A port from 0 to 65535 is expected.')
  return port
}

const MAX_REASON = 200

export const readReason = (text: string): string => {
  if (text.length > MAX_REASON || /\p{Cc}/u.test(text))
    throw new InvalidArgumentError(`One line of at most ${MAX_REASON} characters is expected.`)
  return text
}

/** An option that may be given several times. */
const several = <T>(flags: string, description: string, read: (text: string) => T): Option =>
  new Option(flags, `${description} (may be given several times)`).argParser(
    (text, previous: readonly T[] = []): readonly T[] => [...previous, read(text)],
  )

export const trustOption = (): Option =>
  several('--trust <path>', 'trusted root certificate, or a folder with roots and revocation lists', String)

export const crlOption = (): Option => several('--crl <file>', 'certificate revocation list', String)

export const placementOption = (): Option =>
  several('--at <page:x,y>', "where the seal's top left corner stands, in millimetres from the page's", readPlacement)

export const recipientOption = (): Option =>
  several('--to <cert>', 'encryption certificate that opens the bid, PEM or DER', String)

const readAddress = (text: string): string => {
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('not a web address')
  return text
}

export const timestampOption = (): Option =>
  new Option('--tsa <url>', 'timestamp authority (RFC 3161) that says when it was signed').argParser(readAddress)

export const signerOption = (): Option =>
  new Option('--signer <p12>', 'signing certificate with its key').makeOptionMandatory()

export const passwordOption = (): Option =>
  new Option('--password-file <file>', 'file whose first line is the password').makeOptionMandatory()

export const reasonOption = (): Option =>
  new Option('--reason <text>', 'why it is signed, for people').argParser(readReason)

export const dataOption = (): Option =>
  new Option('--data <dir>', 'where the server keeps everything').makeOptionMandatory()

export const passphraseFileOption = (): Option =>
  new Option('--passphrase-file <file>', 'file with the passphrase of the CA keys, where it is not kept beside them')

export const shareOption = (): Option =>
  several('--share <file>', 'recovery share, two of which are needed', String).makeOptionMandatory()

export const forceOption = (): Option => new Option('--force', 'replace what is there already')
