/**
 * The wait after the last digit of the PIN: until a sealed and signed PDF of 20 MB lies on the disk.
 * Server, relay, engine and phone share one machine and one process; between them are real sockets.
 * The PIN costs what it costs on a phone. Beside it, what cannot be done without: the PIN's Argon2id
 * and a durable write of one block.
 */
import { open, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PIN_COST, stretchPin } from '#agent/pin'
import { addPdfs, identifiedProject, openOffice, placeSeal, reopened, requireDone } from '../support/bidding.ts'
import { documentsOf } from '../support/desk.ts'
import { PIN, testPhone, untilState } from '../support/phone.ts'
import { writeScan } from '../support/scan.ts'
import { DEMO_CODE } from '../support/server.ts'
import { quantile, seconds } from './measure.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 20
/** About 200 KB a page. */
const PAGES = 100

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => (await seconds(work)) * 1000

const writeDurably = async (path: string): Promise<void> => {
  const file = await open(path, 'w')
  await file.write(new Uint8Array(4096))
  await file.sync()
  await file.close()
}

export const run = async (): Promise<BenchRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-bench-'))
  const office = await openOffice()
  try {
    const { desk, server } = office
    const phone = testPhone(server.address, { pinCost: PIN_COST })
    await phone.enrol(DEMO_CODE, '王敏')
    const scan = join(folder, 'scan.pdf')
    await writeScan(scan, { pages: PAGES })
    const started = await identifiedProject({ ...office, phone })
    const project = await addPdfs(office, started, [scan])
    const [document] = documentsOf(project)
    if (document === undefined) throw new Error('no document')

    const taken: number[] = []
    const floor: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await placeSeal(office, await reopened(office, project), document.id, round + 1)
      const job = await desk.start('jobs.seal', { project: project.id })
      const confirmation = await desk.scan(job, phone)
      await untilState(confirmation, 'asked')
      await desk.until(job, ({ pairing }) => pairing?.state === 'confirming')
      taken.push(
        await milliseconds(async () => {
          await confirmation.confirm(PIN)
          requireDone(await desk.over(job))
        }),
      )
      floor.push(
        await milliseconds(async () => {
          await stretchPin(PIN, new Uint8Array(16), PIN_COST)
          await writeDurably(join(folder, 'block'))
        }),
      )
    }
    const base = quantile(floor, 0.5)
    const row = (name: string, value: number, ratio: number | null, against: string | null): BenchRow => ({
      bench: 'confirm',
      case: name,
      value,
      unit: 'ms',
      ratio,
      against,
    })
    const floorName = 'Argon2id of the PIN and one durable block'
    return [
      row(floorName, base, null, null),
      row('PIN entered → sealed 20 MB on disk, median', quantile(taken, 0.5), quantile(taken, 0.5) / base, floorName),
      row(
        'PIN entered → sealed 20 MB on disk, p95',
        quantile(taken, 0.95),
        quantile(taken, 0.95) / 300,
        'limit of 300 ms',
      ),
    ]
  } finally {
    await office.close()
    await rm(folder, { recursive: true, force: true })
  }
}
