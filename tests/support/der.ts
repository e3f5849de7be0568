/** DER with one part replaced, for files that no writer of ours would make. */
import { childrenOf, element, parseElement } from '#core/cms/der'
import { ownBytes, type Bytes } from '#core/bytes/bytes'

/**
 * Replaces the element at a path of child indices; what holds it gets its new length.
 * @param edit Gets the element and returns what stands in its place, which may be nothing.
 */
export const editDer = (der: Uint8Array, path: readonly number[], edit: (part: Bytes) => Uint8Array): Bytes => {
  const [index, ...rest] = path
  if (index === undefined) return ownBytes(edit(ownBytes(der)))
  const whole = parseElement(der)
  const parts = childrenOf(whole).map(({ bytes }, at) => (at === index ? editDer(bytes, rest, edit) : bytes))
  return element(whole.tag, ...parts)
}
