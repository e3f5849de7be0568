/** A bid file that somebody else than the bidder of its header has sealed, with a certificate that is trusted. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSigner } from '#cli/software-certificate'
import { parseCertificate } from '#core/certificate/certificate'
import { readCertificateFile } from '#core/certificate/pem'
import { encryptBid } from '#engine/bidfile/pack'
import { bidsealJson } from '#tests/support/cli'
import { makeCliFolder, TENDER } from '#tests/support/cli-folder'

const { at, mine, other, openArgs, failing, close } = await makeCliFolder()

beforeAll(async () => {
  const { openingTime, ...tender } = TENDER
  const [der] = readCertificateFile(await readFile(mine.encryptionCertificate))
  const { certificate, chain, sign } = await openSigner(other.sign, other.passwordFile, new Date())
  const sealed = await encryptBid({
    tender,
    openingTime,
    bidder: { name: mine.company, creditCode: '91410100MA9ABCD16M' },
    created: new Date().toISOString(),
    entries: [{ path: at('in.pdf'), name: 'in.pdf', title: 'in', role: 'other' }],
    recipients: [{ ...parseCertificate(der!), certificate: der! }],
    signer: certificate.der,
    target: at('stolen.ebid'),
    twin: at('stolen.nbid'),
  })
  const [signed] = await sign([sealed.digest])
  await sealed.finish(signed!, chain)
})

afterAll(close)

it('is not opened, and nothing is left', async () => {
  for (const name of ['stolen.ebid', 'stolen.nbid'])
    await failing('signature-invalid', [...openArgs(at(name), at('no')), '--trust', other.root])
})

it('is not valid, although its signature and its certificate are', async () => {
  for (const name of ['stolen.ebid', 'stolen.nbid']) {
    const judged = await bidsealJson(['verify', at(name), '--trust', mine.root, '--trust', other.root])
    expect(judged).toMatchObject({
      code: 1,
      result: { verdict: 'invalid', chain: 'valid', revocation: 'good' },
      error: { code: 'signature-invalid', details: { company: other.company, needed: mine.company } },
    })
    const inspected = await bidsealJson(['inspect', at(name)])
    expect(inspected).toMatchObject({ code: 1, result: { seal: { state: 'invalid' } } })
  }
})
