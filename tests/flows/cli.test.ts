/** The commands as processes, good input and bad; independent programs judge what they wrote. */
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { cp, mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectBid } from '#engine/bidfile/inspect'
import { bidseal, bidsealJson, type CliRun } from '#tests/support/cli'
import { opensslCades, pdfsig, qpdfCheck } from '#tests/support/judges'
import { textPdf, throughQpdf } from '#tests/support/pdf'
import { makeSoftware, opensslOpenSlot, type Software } from '#tests/support/software'
import { cmsOf, signedRanges } from '#tests/support/signature'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-cli-'))
const at = (...names: string[]): string => join(folder, ...names)
let mine: Software
let other: Software

const TENDER = {
  id: 'ZB-2026-001',
  name: '示范大道改造工程',
  lot: '一标段',
  openingTime: new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().replace('Z', '+00:00'),
}
const SIZES = { '技术标/方案.pdf': 3000, '商务标/报价.pdf': 200_000, '投标函.pdf': 0 }

const signingWith = ({ sign, passwordFile }: Software): string[] => ['--signer', sign, '--password-file', passwordFile]
const sealArgs = (source: string, target: string, software = mine): string[] => [
  ...['seal', source, target, ...signingWith(software), '--seal', software.seal],
]
const packArgs = (target: string, ...more: string[]): string[] => [
  ...['pack', at('bid'), target, ...signingWith(mine), '--to', mine.encryptionCertificate],
  ...['--tender', at('tender.json'), ...more],
]
const openArgs = (file: string, target: string, { encrypt, passwordFile } = mine): string[] => [
  ...['open', file, target, '--recipient', encrypt, '--password-file', passwordFile, '--trust', mine.root],
]

/** Everything in the folder, so that a failed command can be shown to have left nothing. */
const names = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

/** Runs a command that must fail with this code and leave the folder as it was. */
const failing = async (code: string, args: readonly string[]): Promise<void> => {
  const before = names()
  const run = await bidsealJson(args)
  expect({ code: run.error?.code, exit: run.code, result: run.result }).toEqual({ code, exit: 1, result: {} })
  expect(names()).toEqual(before)
}

/** Runs a command and interrupts it as soon as its temporary file is there. */
const interrupted = (args: readonly string[]): Promise<CliRun> =>
  bidseal(args, {
    onStart: (child) => {
      const looking = setInterval(() => {
        if (!names().some((name) => name.endsWith('.tmp'))) return
        clearInterval(looking)
        child.kill('SIGINT')
      }, 5)
    },
  })

beforeAll(async () => {
  mine = await makeSoftware(at('mine'))
  other = await makeSoftware(at('other'), { company: '湖北另一建设有限公司', creditCode: '91110108MA0TE5T240' })
  await writeFile(at('in.pdf'), await textPdf(3))
  await writeFile(at('tender.json'), JSON.stringify(TENDER))
  for (const [name, size] of Object.entries(SIZES)) {
    await mkdir(join(at('bid'), name, '..'), { recursive: true })
    await writeFile(at('bid', name), Buffer.alloc(size, name))
  }
  await writeFile(at('bid/.hidden'), 'not in the bid')
  expect(await bidseal(packArgs(at('good.ebid'), '--twin'))).toMatchObject({ code: 0 })
  expect(await bidseal([...sealArgs(at('in.pdf'), at('good.pdf')), '--at', '1:120,200'])).toMatchObject({ code: 0 })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

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
      details: { company: mine.company, scanned: other.company },
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
  })

  it('refuses targets that are there, and a folder with something in it', async () => {
    await failing('target-exists', packArgs(at('good.ebid')))
    await failing('target-exists', packArgs(at('good.x.ebid'), '--twin').with(2, at('good.ebid')))
    await failing('target-exists', openArgs(at('good.ebid'), at('bid')))
    await failing('invalid-input', packArgs(at('bid', 'inside.ebid')))
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
    expect(await judged(at('in.pdf'), mine.root)).toEqual([1, 'signature-invalid', 'unsigned'])
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

describe('bidseal server', () => {
  it('says where it listens, and ends with 0 on Ctrl-C', async () => {
    const { code, stdout } = await bidseal(['server', '--port', '0', '--data', at('server'), '--json'], {
      onStart: (child) => child.stdout?.once('data', () => child.kill('SIGINT')),
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ event: 'listening', data: at('server') })
  })

  it('fails where the port is taken', async () => {
    const taken = createServer()
    await once(taken.listen(0, '127.0.0.1'), 'listening')
    const { port } = taken.address() as AddressInfo
    const { code, error } = await bidsealJson(['server', '--port', String(port), '--data', at('taken')])
    taken.close()
    expect({ code, error: error?.code }).toEqual({ code: 1, error: 'server-unreachable' })
  })
})

describe('the terminal', () => {
  it('calls a wrong option or argument wrong usage', async () => {
    for (const args of [
      ['seal', '--nonsense'],
      ['nonsense'],
      [],
      ['seal', 'a.pdf'],
      ['verify', 'a.pdf'],
      [...sealArgs(at('in.pdf'), at('no.pdf')), '--at', '0:1,1'],
      [...sealArgs(at('in.pdf'), at('no.pdf')), '--at', '1:-1,1'],
      ['server', '--port', '70000'],
    ])
      expect(await bidseal(args)).toMatchObject({ code: 2, stdout: '' })
    const { error } = await bidsealJson(['verify', at('good.pdf'), '--trust', mine.root, '--nonsense'])
    expect(error).toMatchObject({
      code: 'invalid-input',
      details: { reason: expect.stringContaining('--nonsense') as unknown },
    })
  })

  it('helps with every command', async () => {
    const { code, stdout } = await bidseal(['--help'])
    expect(code).toBe(0)
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name = '']) => name)
    expect(commands).toEqual(['demo', 'seal', 'pack', 'inspect', 'open', 'verify', 'server'])
    for (const name of commands) {
      const help = await bidseal([name, '--help'])
      expect(help).toMatchObject({ code: 0, stderr: '' })
      expect(help.stdout).toContain('--json')
    }
  })

  it('speaks Chinese or English, by the environment', async () => {
    const chinese = await bidseal(['inspect', at('nothing.ebid')], { language: 'zh_CN.UTF-8' })
    const english = await bidseal(['inspect', at('nothing.ebid')], { language: 'en_GB.UTF-8' })
    expect(chinese.stderr).toContain('找不到文件')
    expect(english.stderr).toContain('File not found')
    for (const { stderr } of [chinese, english]) expect(stderr).toContain('file-not-found')
  })

  it('stops on Ctrl-C with 130 and leaves nothing behind', async () => {
    await writeFile(at('bid/large'), Buffer.alloc(300 * 1024 * 1024))
    const before = names()
    const run = await interrupted(packArgs(at('no.ebid')))
    expect(run.code).toBe(130)
    expect(run.stderr).toContain('cancelled')
    expect(names()).toEqual(before)
    rmSync(at('bid/large'))
  })
})
