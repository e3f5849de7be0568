/** `bidseal demo` for real: server process, phone, engine; then the documented commands on what it left. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bidseal, bidsealJson, type CliRun } from '#tests/support/cli'
import { opensslCades, pdfsig, qpdfCheck } from '#tests/support/judges'
import { cmsOf, signedRanges } from '#tests/support/signature'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-demo-test-'))
const demo = join(folder, 'demo')
const at = (...names: string[]): string => join(demo, ...names)
const namesIn = (...names: string[]): string[] => readdirSync(at(...names)).sort()
const signer = ['--signer', at('identity/sign.p12'), '--password-file', at('identity/password.txt')]
const trust = ['--trust', at('trust/root.pem')]
let run: CliRun

beforeAll(async () => {
  run = await bidseal(['demo', '--out', demo, '--json'])
  if (run.code !== 0) throw new Error(run.stderr)
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('bidseal demo', () => {
  it('says in its last line which files there are and how long each step took', () => {
    const result = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '') as {
      files: string[]
      steps: { name: string; seconds: number }[]
    }
    expect(result.files.filter((file) => !existsSync(file))).toEqual([])
    expect(result.steps.map(({ name }) => name)).toEqual([
      ...['server', 'enrol', 'export', 'project', 'identify', 'documents', 'place', 'seal'],
      ...['generate', 'rehearse', 'open', 'verify'],
    ])
    expect(namesIn('trust')).toEqual(['issuing.crl', 'root.crl', 'root.pem'])
    expect(namesIn('identity')).toEqual(['company.seal', 'encrypt.p12', 'encrypt.pem', 'password.txt', 'sign.p12'])
    expect(namesIn('out').map((name) => name.replace(/.*\./, ''))).toEqual(['ebid', 'nbid'])
  })

  it('leaves sealed PDFs that pdfsig, qpdf and openssl accept, the originals as their beginning', async () => {
    const rootPem = await readFile(at('trust/root.pem'), 'utf8')
    expect(namesIn('sealed')).toEqual(namesIn('documents'))
    for (const name of namesIn('sealed')) {
      const judged = mkdtempSync(join(folder, 'judge-'))
      const [before, after] = [await readFile(at('documents', name)), await readFile(at('sealed', name))]
      expect(after.subarray(0, before.length).equals(before)).toBe(true)
      const words = pdfsig(judged, at('sealed', name), rootPem)
      expect(words).toContain('Signature is Valid.')
      expect(words).toContain('Certificate is Trusted.')
      expect(words).toContain('Total document signed')
      expect(qpdfCheck(at('sealed', name)).words).toContain('No syntax or stream encoding errors found')
      opensslCades(judged, cmsOf(after), signedRanges(after), rootPem)
    }
  })

  it('stops on Ctrl-C with 130 and leaves nothing behind', async () => {
    const before = readdirSync(folder).sort()
    const { code, stdout } = await bidseal(['demo', '--out', join(folder, 'never')], {
      onStart: (child) => {
        const looking = setInterval(() => {
          if (!readdirSync(folder).some((name) => name.endsWith('.tmp'))) return
          clearInterval(looking)
          child.kill('SIGINT')
        }, 5)
      },
    })
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(readdirSync(folder).sort()).toEqual(before)
  })

  it('has opened exactly what it had sealed', async () => {
    const opened = readdirSync(at('opened'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(opened.map(({ name }) => name).sort()).toHaveLength(namesIn('sealed').length)
    const sealed = await Promise.all(namesIn('sealed').map((name) => readFile(at('sealed', name), 'base64')))
    for (const { parentPath, name } of opened)
      expect(sealed).toContain(await readFile(join(parentPath, name), 'base64'))
  })
})

describe('the documented commands, on the demo’s folder', () => {
  const [ebid, nbid] = ['.ebid', '.nbid'].map(
    (end) => () => at('out', namesIn('out').find((name) => name.endsWith(end)) ?? ''),
  )

  it('verify and inspect', async () => {
    const files = [...namesIn('sealed').map((name) => at('sealed', name)), ebid?.() ?? '', nbid?.() ?? '']
    for (const file of files) {
      const { code, result } = await bidsealJson(['verify', file, ...trust])
      expect({ file: basename(file), code, verdict: result['verdict'] }).toMatchObject({ code: 0, verdict: 'valid' })
    }
    expect(await bidseal(['inspect', ebid?.() ?? ''])).toMatchObject({ code: 0 })
  })

  it('seal, pack and open', async () => {
    const seal = ['--seal', at('identity/company.seal'), '--at', '1:130,210', '--at', '1:20,20']
    const [name = ''] = namesIn('documents')
    const sealed = join(folder, 'again.pdf')
    expect(await bidseal(['seal', at('documents', name), sealed, ...signer, ...seal])).toMatchObject({ code: 0 })
    expect(await bidseal(['verify', sealed, ...trust])).toMatchObject({ code: 0 })
    const packed = join(folder, 'again.ebid')
    const more = ['--to', at('identity/encrypt.pem'), '--tender', at('tender.json'), '--twin', ...trust]
    expect(await bidseal(['pack', at('sealed'), packed, ...signer, ...more])).toMatchObject({ code: 0 })
    const recipient = ['--recipient', at('identity/encrypt.p12'), '--password-file', at('identity/password.txt')]
    for (const [index, file] of [packed, ebid?.() ?? ''].entries()) {
      const target = join(folder, `opened-${index}`)
      expect(await bidseal(['open', file, target, ...recipient, ...trust])).toMatchObject({ code: 0 })
    }
  })

  it('demo itself, which takes no folder with something in it', async () => {
    const { code, error } = await bidsealJson(['demo', '--out', demo])
    expect({ code, error: error?.code }).toEqual({ code: 1, error: 'target-exists' })
  })
})
