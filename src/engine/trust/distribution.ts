import type { Certificate } from '#core/certificate/certificate'
import { OID } from '#core/certificate/oids'
import { childrenOf, contextTag, parseElement } from '#core/cms/der'

const URI = 0x86
const MAX_URL = 2048

const isWeb = (url: string): boolean => url.length <= MAX_URL && /^https?:\/\/[\x21-\x7e]+$/.test(url)

/** Web addresses of a certificate's revocation lists (RFC 5280 section 4.2.1.13); none where they cannot be read. */
export const crlAddresses = ({ extensions }: Certificate): readonly string[] => {
  const extension = extensions.get(OID.crlDistributionPoints)
  if (extension === undefined) return []
  try {
    return childrenOf(parseElement(extension.value))
      .flatMap((point) => childrenOf(point).filter(({ tag }) => tag === contextTag(0)))
      .flatMap((name) => childrenOf(name).filter(({ tag }) => tag === contextTag(0)))
      .flatMap(childrenOf)
      .filter(({ tag }) => tag === URI)
      .map(({ content }) => String.fromCharCode(...content))
      .filter(isWeb)
  } catch {
    return [] // Without an address there is no list, and without a list nobody is trusted.
  }
}
