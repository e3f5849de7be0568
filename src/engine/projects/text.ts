/** Text that people typed or that file systems gave, made fit for files, headers and signatures. */

/** Without control characters, and without halves of characters that no encoding can write. */
export const cleanText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
