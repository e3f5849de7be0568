/** Making bid files of a project and giving them their names, with a key at hand. */
import { encryptBid, type Publish } from '#engine/bidfile/pack'
import type { NewOutputs } from '#engine/projects/outputs'
import { testBid } from './bid.ts'
import type { TestProjects } from './project.ts'

/** What a project is told of bid files; `certificate` is the one that opens them. */
export const outputsOf = (
  { header, manifest, ebid, nbid }: Parameters<Publish>[0],
  certificate: string,
): NewOutputs => ({
  ebid,
  nbid,
  buildId: header.build,
  createdAt: header.created,
  seconds: 2,
  files: manifest.entries.length,
  certificate,
})

/** Makes `bid.ebid` and `bid.nbid` in a folder, in the place of those that are there. */
export const makeBid = async (folder: string, publish?: Publish) => {
  const { options, signer } = await testBid(folder, [10])
  const sealed = await encryptBid(options)
  const [signed] = await signer.sign([sealed.digest])
  if (signed === undefined) throw new Error('not signed')
  return sealed.finish(signed, signer.chain, publish)
}

/** What the job does after the phone has signed. `before` comes first, when the files are whole. */
export const publishBid = async (projects: TestProjects, project: string, folder: string, before: () => void) => {
  const madeFrom = await projects.read(project)
  await makeBid(folder, (packed, rename) => {
    before()
    const outputs = outputsOf(packed, madeFrom.bidder?.encryption[0] ?? '')
    return projects.publishOutputs(project, outputs, madeFrom, rename)
  })
}
