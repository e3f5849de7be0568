/** Bid files spelled in memory by the definition, for vectors and for files that no writer of ours would make. */
import { bodyContext, BLOCK_LENGTH, sealBody } from '#core/bidfile/body'
import { boundHash, filePrefix, type BidHeader } from '#core/bidfile/header'
import { manifestBytes, type Manifest } from '#core/bidfile/manifest'
import { objectHead } from '#core/bidfile/payload'
import { makeSealBody, sealBodyBytes } from '#core/bidfile/seal'
import { trailerBytes } from '#core/bidfile/trailer'
import { concat, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { assembleSignedData } from '#core/cms/signed-data'
import type { Signer } from '#core/cms/signer'

export interface Crafted {
  readonly header: BidHeader
  readonly fileKey: Bytes
  readonly salt: Bytes
  readonly manifest: Manifest
  /** Contents in the order of the manifest. */
  readonly contents: readonly Bytes[]
  readonly signer: Signer
}

export const payloadBytes = ({ manifest, contents }: Crafted): Bytes => {
  const last = manifestBytes(manifest)
  const objects = manifest.entries.flatMap(({ name }, index) => {
    const content = contents[index] ?? new Uint8Array()
    return [objectHead('entry', name, content.length), content]
  })
  return concat(...objects, objectHead('manifest', '', last.length), last)
}

const digests = (body: Bytes): Promise<Bytes[]> =>
  Promise.all(
    Array.from({ length: Math.ceil(body.length / BLOCK_LENGTH) }, (_, index) =>
      sha256(body.slice(index * BLOCK_LENGTH, (index + 1) * BLOCK_LENGTH)),
    ),
  )

/** A bid file and its twin, with a seal that holds. */
export const craftBid = async (crafted: Crafted): Promise<{ ebid: Bytes; nbid: Bytes }> => {
  const { header, fileKey, salt, manifest, signer } = crafted
  const prefix = filePrefix('ebid', header)
  const payload = payloadBytes(crafted)
  const body = await sealBody(payload, fileKey, salt, await bodyContext(prefix))
  const seal = sealBodyBytes(
    makeSealBody({
      build: header.build,
      header: await sha256(prefix),
      bound: await boundHash(header),
      bodyLength: body.length,
      blocks: await digests(body),
      manifest: await sha256(manifestBytes(manifest)),
    }),
  )
  const [signed] = await signer.sign([await sha256(seal)])
  if (signed === undefined) throw new Error('the signer did not answer')
  const cms = assembleSignedData({ ...signed, certificates: signer.chain })
  const finish = (kind: 'ebid' | 'nbid', start: Bytes, middle: Bytes): Bytes => {
    const sealOffset = start.length + middle.length
    const lengths = { sealOffset, sealBodyLength: seal.length, cmsLength: cms.length, bodyLength: middle.length }
    return concat(start, middle, seal, cms, trailerBytes(kind, lengths))
  }
  const twinPrefix = filePrefix('nbid', { ...header, slots: [] })
  return { ebid: finish('ebid', prefix, body), nbid: finish('nbid', twinPrefix, payload) }
}
