/** The commands as processes, good input and bad; independent programs judge what they wrote. */
import { once } from 'node:events'
import { cp, mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inspectBid } from '#engine/bidfile/inspect'
import { bidseal, bidsealJson } from '#tests/support/cli'
import { makeCliFolder, signingWith, SIZES, TENDER } from '#tests/support/cli-folder'
import { opensslCades, pdfsig, qpdfCheck } from '#tests/support/judges'
import { textPdf, throughQpdf } from '#tests/support/pdf'
import { makeSoftware, opensslOpenSlot } from '#tests/support/software'
import { cmsOf, signedRanges } from '#tests/support/signature'

const { folder, at, mine, other, sealArgs, packArgs, openArgs, failing, close } = await makeCliFolder()

afterAll(close)

describe('bidseal seal', () => {
  it('seals so that pdfsig, qpdf and openssl agree, and keeps the original as prefix', async () => {
    const args = [...sealArgs(at('in.pdf'), at('sealed.pdf')), '--at', '1:100.5,200', '--at', '3:20,30']
    const { code, result } = await bidsealJson(args)
    expect(code).toBe(0)
    expect(result).toMatchObject({ seal: { placements: 2 }, signer: { company: mine.company } })
    const [before, after] = [await readFile(at('in.pdf')), await readFile(at('sealed.pdf'))]
    expect(after.subarray(0, before.length).equals(before)).toBe(true)
    const words = pdfsig(folder, at('sealed.pdf'), mine.rootPem)
    expect(words).toContain('Signature is Valid.')
    expect(words).toContain('Certificate is Trusted.')
    expect(words).toContain('Total document signed')
    expect(qpdfCheck(at('sealed.pdf')).words).toContain('No syntax or stream encoding errors found')
    opensslCades(folder, cmsOf(after), signedRanges(after), mine.rootPem)
  })

  it('takes a trust list for the maker of the seal', async () => {
    const trusted = ['--trust', mine.trust, '--at', '1:10,10']
    expect(await bidseal([...sealArgs(at('in.pdf'), at('trusted.pdf')), ...trusted])).toMatchObject({ code: 0 })
    await failing('certificate-untrusted', [
      ...sealArgs(at('in.pdf'), at('no.pdf')),
      ...['--trust', other.trust, '--at', '1:10,10'],
    ])
  })

  it('refuses a seal that is not the signer’s, of the same authority or another', async () => {
    const sealed = (seal: string): string[] => [
      ...['seal', at('in.pdf'), at('no.pdf'), ...signingWith(mine), '--seal', seal, '--at', '1:10,10'],
    ]
    await failing('seal-not-yours', sealed(mine.foreignSeal))
    await failing('seal-not-yours', [...sealed(mine.foreignSeal), '--trust', mine.root])
    await failing('seal-record-invalid', sealed(other.seal))
    await failing('seal-record-invalid', sealed(at('in.pdf')))
  })

  it('refuses what is not a PDF, an encrypted one, a page that is not there and a seal outside the page', async () => {
    await writeFile(at('words.pdf'), 'not a PDF at all')
    await writeFile(at('locked.pdf'), await throughQpdf(await textPdf(1), '--encrypt', 'a', 'b', '256', '--'))
    await failing('not-a-pdf', [...sealArgs(at('words.pdf'), at('no.pdf')), '--at', '1:10,10'])
    await failing('pdf-encrypted', [...sealArgs(at('locked.pdf'), at('no.pdf')), '--at', '1:10,10'])
    await failing('page-not-found', [...sealArgs(at('in.pdf'), at('no.pdf')), '--at', '4:10,10'])
    await failing('seal-outside-page', [...sealArgs(at('in.pdf'), at('no.pdf')), '--at', '1:200,10'])
    await failing('file-not-found', [...sealArgs(at('nothing.pdf'), at('no.pdf')), '--at', '1:10,10'])
  })

  it('refuses a wrong password, an encryption certificate, and a target that is there or cannot be', async () => {
    await writeFile(at('wrong.txt'), 'wrong\n')
    const place = ['--seal', mine.seal, '--at', '1:10,10']
    const signer = (p12: string, password: string) => ['--signer', p12, '--password-file', password, ...place]
    await failing('password-wrong', ['seal', at('in.pdf'), at('no.pdf'), ...signer(mine.sign, at('wrong.txt'))])
    const encrypt = signer(mine.encrypt, mine.passwordFile)
    await failing('certificate-wrong-usage', ['seal', at('in.pdf'), at('no.pdf'), ...encrypt])
    await failing('target-exists', [...sealArgs(at('in.pdf'), at('good.pdf')), '--at', '1:10,10'])
    await failing('folder-not-writable', [...sealArgs(at('in.pdf'), at('nowhere/no.pdf')), '--at', '1:10,10'])
  })

  it('replaces a target when it is told to', async () => {
    await cp(at('good.pdf'), at('again.pdf'))
    const again = [...sealArgs(at('again.pdf'), at('again.pdf')), '--at', '2:10,10', '--force']
    expect(await bidseal(again)).toMatchObject({ code: 0 })
    const { result } = await bidsealJson(['verify', at('again.pdf'), '--trust', mine.root])
    expect(result).toMatchObject({ verdict: 'valid', signatures: [{ pages: [1] }, { pages: [2] }] })
  })

  it('replaces files only: neither a folder nor what a link leads to', async () => {
    await mkdir(at('taken'), { recursive: true })
    await symlink(at('good.pdf'), at('link.pdf'))
    for (const name of ['taken', 'link.pdf'])
      await failing('target-exists', [...sealArgs(at('in.pdf'), at(name)), '--at', '1:10,10', '--force'])
  })

  it('names the file that is at fault', async () => {
    const named = async (args: readonly string[]) =>
      (await bidsealJson([...args, '--at', '1:10,10'])).error?.details['name']
    expect(await named(sealArgs(at('tender.json'), at('no.pdf')))).toBe('tender.json')
    expect(await named(sealArgs(at('bid'), at('no.pdf')))).toBe('bid')
    expect(await named(sealArgs(at('in.pdf'), at('no.pdf'), { ...mine, sign: at('in.pdf') }))).toBe('in.pdf')
    expect(await named(sealArgs(at('in.pdf'), at('no.pdf'), { ...mine, seal: at('in.pdf') }))).toBe('in.pdf')
  })
})

describe('bidseal pack, inspect, open', () => {
  it('brings every file back, with the roles of its folders', async () => {
    const { code, result } = await bidsealJson(openArgs(at('good.ebid'), at('opened')))
    expect(code).toBe(0)
    expect(result).toMatchObject({ bidder: { name: mine.company }, signer: { company: mine.company } })
    const entries = result['entries'] as { name: string; role: string }[]
    expect(entries.map(({ name, role }) => [name, role])).toEqual([
      ['商务标/报价.pdf', 'commercial'],
      ['技术标/方案.pdf', 'technical'],
      ['投标函.pdf', 'other'],
    ])
    for (const name of Object.keys(SIZES))
      expect(await readFile(at('opened', name))).toEqual(await readFile(at('bid', name)))
  })

  it('opens a twin as what it is, and makes one slot for a recipient named twice', async () => {
    const { code, result } = await bidsealJson(openArgs(at('good.nbid'), at('opened-twin')))
    expect([code, result['kind']]).toEqual([0, 'nbid'])
    const twice = await bidsealJson(packArgs(at('twice.ebid'), '--to', mine.encryptionCertificate))
    expect(twice.result).toMatchObject({ recipients: [{ company: mine.company }] })
    expect(twice.result['recipients']).toHaveLength(1)
  })

  it('makes a slot that openssl opens: file key and bound hash', async () => {
    const slot = (await inspectBid(at('good.ebid'))).header.slots[0]
    expect(await opensslOpenSlot(folder, Buffer.from(slot?.envelope ?? '', 'base64url'), mine)).toHaveLength(64)
  })

  it('says without a key what a bid file and its twin are', async () => {
    const { code, result } = await bidsealJson(['inspect', at('good.ebid')])
    expect(code).toBe(0)
    expect(result).toMatchObject({
      kind: 'ebid',
      tender: { id: TENDER.id },
      recipients: [{ company: mine.company }],
      seal: { state: 'valid', error: null },
      entries: null,
    })
    const twin = await bidsealJson(['inspect', at('good.nbid')])
    expect(twin.result).toMatchObject({ kind: 'nbid', entries: [{}, {}, {}] })
  })

  it('refuses another recipient, and names both', async () => {
    const run = await bidsealJson(openArgs(at('good.ebid'), at('no'), other))
    expect(run.error).toMatchObject({
      code: 'wrong-certificate',
      details: {
        needed: expect.stringContaining(mine.company) as unknown,
        scanned: expect.stringContaining(other.company) as unknown,
      },
    })
    await failing('wrong-certificate', openArgs(at('good.ebid'), at('no'), other))
  })

  it('refuses a signer whom nobody trusts', async () => {
    const args = openArgs(at('good.ebid'), at('no')).with(-1, other.root)
    await failing('certificate-untrusted', args)
  })

  it('refuses cut and flipped files, and says where', async () => {
    await cp(at('good.ebid'), at('cut.ebid'))
    await truncate(at('cut.ebid'), 5000)
    const bytes = await readFile(at('good.ebid'))
    bytes[bytes.length >> 1]! ^= 1
    await writeFile(at('flipped.ebid'), bytes)
    for (const name of ['cut.ebid', 'flipped.ebid']) {
      await failing('bid-file-damaged', openArgs(at(name), at('no')))
      const { code, error, result } = await bidsealJson(['inspect', at(name)])
      expect({ code, error: error?.code, seal: result['seal'] }).toMatchObject({
        code: 1,
        error: 'bid-file-damaged',
        seal: { state: 'invalid' },
      })
    }
    await failing('not-a-bid-file', openArgs(at('in.pdf'), at('no')))
    await writeFile(at('empty.ebid'), '')
    await failing('not-a-bid-file', ['verify', at('empty.ebid'), '--trust', mine.root])
  })

  it('refuses targets that are there, and a folder with something in it', async () => {
    await failing('target-exists', packArgs(at('good.ebid')))
    await failing('target-exists', packArgs(at('good.x.ebid'), '--twin').with(2, at('good.ebid')))
    await failing('target-exists', openArgs(at('good.ebid'), at('bid')))
    await failing('invalid-input', packArgs(at('bid', 'inside.ebid')))
    await failing('invalid-input', packArgs(at('no.nbid')))
    await symlink(at('bid'), at('bid-link'))
    await failing('invalid-input', packArgs(at('bid-link', 'inside.ebid')))
    await failing('invalid-input', packArgs(at('no.ebid')).with(1, at('in.pdf')))
  })

  it('refuses tenders, recipients and folders that make no bid', async () => {
    const tender = async (value: unknown): Promise<string[]> => {
      await writeFile(at('bad.json'), typeof value === 'string' ? value : JSON.stringify(value))
      return packArgs(at('no.ebid'), '--tender', at('bad.json'))
    }
    await failing('malformed-json', await tender('{'))
    await failing('invalid-input', await tender({ ...TENDER, openingTime: '2026-12-01 09:30' }))
    await failing('invalid-input', await tender({ ...TENDER, extra: 1 }))
    await failing('wrong-company', await tender({ ...TENDER, bidder: { name: other.company, creditCode: 'x' } }))
    await failing('certificate-ends-before-opening', await tender({ ...TENDER, openingTime: '2099-01-01T00:00:00Z' }))
    await failing('certificate-malformed', packArgs(at('no.ebid'), '--to', at('in.pdf')))
    await failing('certificate-wrong-usage', packArgs(at('no.ebid'), '--to', mine.root))
    await mkdir(at('empty'))
    await failing('invalid-input', packArgs(at('no.ebid')).with(1, at('empty')))
    await failing('certificate-untrusted', packArgs(at('no.ebid'), '--trust', other.root))
  })
})

describe('bidseal verify', () => {
  it('exits 0 for sealed PDFs and bid files of a trusted signer', async () => {
    for (const name of ['good.pdf', 'good.ebid', 'good.nbid']) {
      const { code, result } = await bidsealJson(['verify', at(name), '--trust', mine.root])
      expect({ name, code, verdict: result['verdict'] }).toEqual({ name, code: 0, verdict: 'valid' })
    }
  })

  it('exits 1 with the gravest reason otherwise', async () => {
    const judged = async (file: string, ...trust: string[]) => {
      const { code, error, result } = await bidsealJson(['verify', file, ...trust.flatMap((path) => ['--trust', path])])
      return [code, error?.code, result['verdict']]
    }
    await cp(mine.root, at('lonely/root.pem'))
    const bytes = await readFile(at('good.pdf'))
    bytes[100]! ^= 1
    await writeFile(at('flipped.pdf'), bytes)
    expect(await judged(at('flipped.pdf'), mine.root)).toEqual([1, 'signature-invalid', 'invalid'])
    expect(await judged(at('in.pdf'), mine.root)).toEqual([1, 'not-signed', 'unsigned'])
    const { result } = await bidsealJson(['verify', at('good.pdf'), '--trust', other.root])
    expect(result).toMatchObject({ signatures: [{ integrity: true, chain: 'unknown', sealRecord: 'unknown' }] })
    for (const name of ['good.pdf', 'good.ebid']) {
      expect(await judged(at(name), other.root)).toEqual([1, 'certificate-untrusted', 'unknown'])
      expect(await judged(at(name), at('lonely'))).toEqual([1, 'revocation-unknown', 'unknown'])
    }
  })

  it('knows revoked signers and stale lists', async () => {
    const revoked = await makeSoftware(at('revoked'), { revoked: true })
    const stale = await makeSoftware(at('stale'), { stale: true })
    for (const [software, code, verdict] of [
      [revoked, 'certificate-revoked', 'invalid'],
      [stale, 'revocation-unknown', 'unknown'],
    ] as const) {
      const target = at(`${verdict}.pdf`)
      await bidseal([...sealArgs(at('in.pdf'), target, software), '--at', '1:10,10'])
      const run = await bidsealJson(['verify', target, '--trust', software.root])
      expect([run.code, run.error?.code, run.result['verdict']]).toEqual([1, code, verdict])
    }
  })
})

describe('revocation lists over HTTP', () => {
  it('are fetched from the addresses in the certificates, for chains under a trusted root only', async () => {
    const asked: string[] = []
    let lists = ''
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      readFile(join(lists, basename(request.url ?? ''))).then(
        (list) => response.end(list),
        () => response.writeHead(404).end(),
      )
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const online = await makeSoftware(at('online'), { lists: `http://127.0.0.1:${port}/` })
    await cp(online.root, at('online-root/root.pem'))
    await cp(join(online.trust, 'root.crl'), at('online-root/root.crl'))
    await bidseal([...sealArgs(at('in.pdf'), at('online.pdf'), online), '--at', '1:10,10'])
    const verify = async (root: string) => {
      const { code, error } = await bidsealJson(['verify', at('online.pdf'), '--trust', root])
      return [code, error?.code ?? null, asked.splice(0).sort()]
    }
    expect(await verify(other.root)).toEqual([1, 'certificate-untrusted', []])
    expect(await verify(at('online-root'))).toEqual([1, 'revocation-unknown', ['/issuing.crl']])
    lists = online.trust
    expect(await verify(at('online-root'))).toEqual([0, null, ['/issuing.crl']])
    server.close()
    expect(await verify(at('online-root'))).toEqual([1, 'revocation-unknown', []])
  })
})
