/** What every command does alike in a terminal, and the server that is one of them. */
import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { bidseal, bidsealJson } from '#tests/support/cli'
import { makeCliFolder } from '#tests/support/cli-folder'

const SCRIPT = join(import.meta.dirname, '../../scripts/bidseal.mjs')
const { at, mine, sealArgs, packArgs, names, interrupted, close } = await makeCliFolder()

afterAll(close)

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
    expect({ code, error: error?.code }).toEqual({ code: 1, error: 'server-not-started' })
  })

  it('fails where the data folder is a file, or the public address is none', async () => {
    const inFile = await bidsealJson(['server', '--port', '0', '--data', at('in.pdf')])
    expect([inFile.code, inFile.error?.code]).toEqual([1, 'server-not-started'])
    const nowhere = await bidsealJson(['server', '--port', '0', '--data', at('nowhere'), '--public', 'nonsense'])
    expect([nowhere.code, nowhere.error?.code]).toEqual([1, 'invalid-input'])
    expect(nowhere.error?.details).toMatchObject({ reason: 'public address' })
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
      [...sealArgs(at('in.pdf'), at('no.pdf')), '--at', '1:1,1', '--reason', 'x'.repeat(201)],
    ])
      expect(await bidseal(args)).toMatchObject({ code: 2, stdout: '' })
    const { error } = await bidsealJson(['verify', at('good.pdf'), '--trust', mine.root, '--nonsense'])
    expect(error).toMatchObject({
      code: 'invalid-input',
      details: { reason: expect.stringContaining('--nonsense') as unknown, see: 'bidseal verify --help' },
    })
    const { stderr } = await bidseal(['nonsense'])
    expect(stderr).toContain("(invalid-input; reason: unknown command 'nonsense', see: bidseal --help)")
    expect(stderr.trimEnd().split('\n')).toHaveLength(3)
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
      expect(help.stdout.includes('(required)')).toBe(!['inspect', 'server'].includes(name))
    }
  })

  it('is what npx starts, with its results and exit codes', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--version'])
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    await expect(promisify(execFile)(process.execPath, [SCRIPT, 'inspect', at('in.pdf')])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not-a-bid-file') as unknown,
    })
  })

  it('takes it calmly when nobody reads on', () => {
    const command = `"${process.execPath}" "${SCRIPT}" --help | true`
    expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })

  it('speaks Chinese or English, by the environment', async () => {
    const chinese = await bidseal(['inspect', at('nothing.ebid')], { language: 'zh_CN.UTF-8' })
    const english = await bidseal(['inspect', at('nothing.ebid')], { language: 'en_GB.UTF-8' })
    expect(chinese.stderr).toContain('找不到文件')
    expect(english.stderr).toContain('File not found')
    for (const { stderr } of [chinese, english]) expect(stderr).toContain('file-not-found')
    const judged = ['verify', at('good.pdf'), '--trust', mine.root]
    expect((await bidseal(judged, { language: 'zh_CN.UTF-8' })).stdout).toMatch(/结论 +签名有效\n/)
    expect((await bidseal(judged, { language: 'en_GB.UTF-8' })).stdout).toMatch(/Verdict +Signatures valid\n/)
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
