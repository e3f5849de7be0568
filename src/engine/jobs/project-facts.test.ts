import { expect, it } from 'vitest'
import { sealRecord, testAuthority } from '#tests/support/authority'
import { requireSealsInTime } from './project-facts.ts'

const placement = { id: 'p', document: 'd', page: 1, left: 1, top: 1, round: 0 }

it('a seal whose time is over stops what waits for it, and nothing else', async () => {
  const authority = await testAuthority()
  const [validStart, validEnd] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-06-01T00:00:00Z')]
  const seals = [
    await sealRecord(authority, new Uint8Array([1]), { id: 'over', name: '合同专用章', validStart, validEnd }),
  ]
  const waiting = [{ placements: [{ ...placement, seal: 'over' }] }]
  const after = new Date('2026-06-02T00:00:00Z')
  expect(() => requireSealsInTime({ seals }, waiting, after)).toThrow(
    expect.objectContaining({ code: 'seal-expired', details: { seal: '合同专用章' } }),
  )
  expect(() => requireSealsInTime({ seals }, waiting, validEnd)).not.toThrow()
  expect(() => requireSealsInTime({ seals }, [{ placements: [{ ...placement, seal: 'other' }] }], after)).not.toThrow()
})
