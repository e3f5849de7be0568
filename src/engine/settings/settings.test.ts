import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { inFolder } from '#tests/support/pdf'
import { party, testAuthority, type TestAuthority } from '#tests/support/authority'
import { openSettings, type Settings } from './settings.ts'

let authority: TestAuthority

beforeAll(async () => {
  authority = await testAuthority()
})

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`

const start = (
  dataFolder: string,
  more: { server?: string; roots?: string[] } = {},
  onServer = (): void => undefined,
): Promise<Settings> => openSettings({ dataFolder, roots: [], version: '0.1.0', ...more }, onServer)

describe('settings', () => {
  it('keep who this computer is, and what was changed', () =>
    inFolder(async (folder) => {
      const first = await start(folder)
      const { id } = first.desktop()
      await first.handlers['settings.change']({ desktopName: '投标室的电脑', language: 'en' })
      const second = await start(folder)
      expect(second.desktop()).toEqual({ id, name: '投标室的电脑', version: '0.1.0' })
      expect(await second.handlers['settings.read']({})).toMatchObject({ language: 'en', dataFolder: folder })
    }))

  it('use the server they were started with until the user names another one', () =>
    inFolder(async (folder) => {
      let told = 0
      const settings = await start(folder, { server: 'http://localhost:4180/' }, () => (told += 1))
      expect(settings.server()).toBe('http://localhost:4180')
      await settings.handlers['settings.change']({ server: 'https://bids.example' })
      expect(settings.server()).toBe('https://bids.example')
      expect(told).toBe(1)
      expect((await start(folder)).server()).toBe('https://bids.example')
    }))

  it.each(['', '{', '{"version":1}', '{"version":2}', '[]'])('begin anew when the file holds %j, and keep it', (text) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'settings.json'), text)
      const settings = await start(folder)
      expect(settings.view().language).toBe('zh-CN')
      expect(readFileSync(join(folder, 'settings.json.damaged'), 'utf8')).toBe(text)
    }),
  )

  it('take changes made at the same time one after the other', () =>
    inFolder(async (folder) => {
      const { handlers } = await start(folder)
      await Promise.all([
        handlers['settings.change']({ desktopName: 'a' }),
        handlers['settings.change']({ language: 'en' }),
      ])
      const again = await start(folder)
      expect(again.view()).toMatchObject({ desktopName: 'a', language: 'en' })
    }))
})

describe('roots', () => {
  it.each([
    ['PEM', pem],
    ['DER', (der: Uint8Array) => der],
  ])('are read from %s and trusted once the fingerprint has been compared', (_, spell) =>
    inFolder(async (folder) => {
      const path = join(folder, 'root.crt')
      writeFileSync(path, spell(authority.root.der))
      const { handlers } = await start(folder)
      const read = await handlers['settings.readRoot']({ path })
      expect(read.fingerprint).toBe(authority.root.certificate.fingerprint)
      const wrong = handlers['settings.addRoot']({ path, fingerprint: 'ab'.repeat(32) })
      await expect(wrong).rejects.toMatchObject({ code: 'certificate-untrusted' })
      const spelled = read.fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:')
      const changed = await handlers['settings.addRoot']({ path, fingerprint: spelled })
      expect(changed.roots).toHaveLength(1)
      expect((await start(folder)).roots.all()).toHaveLength(1)
    }),
  )

  it('given at the start are trusted for this run only', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'root.pem')
      writeFileSync(path, pem(authority.root.der))
      expect((await start(folder, { roots: [path] })).view().roots).toHaveLength(1)
      expect((await start(folder)).view().roots).toEqual([])
    }))

  it.each<[string, () => Promise<Uint8Array | string>, string]>([
    ['a company certificate', async () => (await party('company-signing')).der, 'certificate-wrong-usage'],
    ['an issuing authority', async () => authority.issuing.der, 'certificate-wrong-usage'],
    ['rubbish', async () => 'not a certificate', 'certificate-malformed'],
    ['bytes', async () => new Uint8Array([0x30, 0xff, 0xfe]), 'certificate-malformed'],
    ['two at once', async () => pem(authority.root.der).repeat(2), 'certificate-malformed'],
  ])('are never %s', (_, content, code) =>
    inFolder(async (folder) => {
      const path = join(folder, 'x.crt')
      writeFileSync(path, await content())
      const { handlers } = await start(folder)
      await expect(handlers['settings.readRoot']({ path })).rejects.toMatchObject({ code })
    }),
  )

  it('that became unreadable on the disk are left out', () =>
    inFolder(async (folder) => {
      await start(folder)
      writeFileSync(join(folder, 'roots', 'x.der'), 'rubbish')
      expect((await start(folder)).roots.all()).toEqual([])
      expect(readdirSync(join(folder, 'roots'))).toEqual(['x.der'])
    }))
})
