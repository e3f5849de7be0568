import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { toPem } from '#core/certificate/pem'
import { bytesSource } from '#core/pdf/source'
import { checkSignatures } from '#core/pdf/verify'
import { COMPANY, testAuthority, type TestAuthority } from '#tests/support/authority'
import { opensslCades, pdfsig, qpdfCheck } from '#tests/support/judges'
import { inFolder, textPdf } from '#tests/support/pdf'
import { PIN, testPhone } from '#tests/support/phone'
import { paidApplication, phoneServer } from '#tests/support/phone-server'
import { cmsOf, signedRanges } from '#tests/support/signature'
import { openCredentials } from './credential.ts'

const DAY = 24 * 3600_000
/** Whole seconds: what PDFs say. */
const AT = Math.floor(Date.now() / 1000) * 1000

let authority: TestAuthority
beforeAll(async () => {
  authority = await testAuthority()
})

const holder = async (seals?: []) => {
  const server = await phoneServer(authority)
  if (seals !== undefined) server.tamper = (issued) => ({ ...issued, seals })
  const phone = testPhone('http://localhost:4180', { fetch: server.fetch })
  const order = { application: paidApplication(server), creditCode: COMPANY.creditCode!, pin: PIN, device: '' }
  const { id } = await phone.agent.download(order)
  return { ...phone, id }
}

describe('a letter of authorisation', () => {
  it('is sealed at its place, with a signature that other programs accept', async () => {
    const { agent, store, id } = await holder()
    const letter = await textPdf(1, { classic: true })
    const sealed = ownBytes(await agent.sealLetter(id, PIN, letter, AT))
    expect(sealed.subarray(0, letter.length)).toEqual(letter)
    const own = await openCredentials(store).read(id)
    const hash = (stretches: readonly { offset: number; length: number }[]) =>
      sha256(ownBytes(Buffer.concat(stretches.map(({ offset, length }) => sealed.subarray(offset, offset + length)))))
    const [signature, ...more] = await checkSignatures(bytesSource(sealed), hash)
    expect(more).toEqual([])
    expect(signature).toMatchObject({ integrity: true, coversWholeFile: true, name: COMPANY.company, pages: [1] })
    expect(signature?.claimedAt?.getTime()).toBe(AT)
    expect(signature?.certificates).toEqual(own.signing)
    expect(signature?.records).toEqual(own.seals)
    await inFolder((folder) => {
      const path = join(folder, 'letter.pdf')
      writeFileSync(path, sealed)
      const rootPem = toPem('CERTIFICATE', authority.root.der)
      expect(pdfsig(folder, path, rootPem)).toContain('Signature is Valid')
      opensslCades(folder, cmsOf(sealed), signedRanges(sealed), rootPem)
      expect(qpdfCheck(path).status).toBe(0)
    })
  })

  it('takes the PIN, a company seal and a PDF', async () => {
    const { agent, id } = await holder()
    const letter = await textPdf(1)
    await expect(agent.sealLetter(id, '190284', letter, AT)).rejects.toMatchObject({ code: 'pin-wrong' })
    await expect(agent.sealLetter(id, PIN, letter.subarray(0, 100), AT)).rejects.toMatchObject({ code: 'pdf-damaged' })
    const late = agent.sealLetter(id, PIN, letter, AT + 400 * DAY)
    await expect(late).rejects.toMatchObject({ code: 'seal-record-invalid' })
    const bare = await holder([])
    await expect(bare.agent.sealLetter(bare.id, PIN, letter, AT)).rejects.toMatchObject({ code: 'seal-record-invalid' })
  })
})
