/** Packs a bid file in a process of its own, to be killed. Arguments: folder, size in MiB. Prints "started". */
import { encryptBid } from '#engine/bidfile/pack'
import { testBid } from './bid.ts'

const [folder = '', size = '1'] = process.argv.slice(2)
const { options, signer } = await testBid(folder, [Number(size) * 1024 * 1024])
process.stdout.write('started\n')
const sealed = await encryptBid(options)
const [signed] = await signer.sign([sealed.digest])
if (signed !== undefined) await sealed.finish(signed, signer.chain)
process.stdout.write('finished\n')
