/** A folder with software certificates, a PDF and a bid, and the words with which commands are run on them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { bidseal, bidsealJson, type CliRun } from './cli.ts'
import { textPdf } from './pdf.ts'
import { makeSoftware, type Software } from './software.ts'

export const TENDER = {
  id: 'ZB-2026-001',
  name: '示范大道改造工程',
  lot: '一标段',
  openingTime: new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().replace('Z', '+00:00'),
}
export const SIZES = { '技术标/方案.pdf': 3000, '商务标/报价.pdf': 200_000, '投标函.pdf': 0 }

export const signingWith = ({ sign, passwordFile }: Software): readonly string[] => [
  ...['--signer', sign, '--password-file', passwordFile],
]

export interface CliFolder {
  readonly folder: string
  readonly mine: Software
  /** Of another authority and another company. */
  readonly other: Software
  at(...names: string[]): string
  sealArgs(source: string, target: string, software?: Software): string[]
  packArgs(target: string, ...more: string[]): string[]
  openArgs(file: string, target: string, software?: Software): string[]
  /** Everything in the folder, so that a failed command can be shown to have left nothing. */
  names(): string[]
  /** Runs a command that must fail with this code and leave the folder as it was. */
  failing(code: string, args: readonly string[]): Promise<void>
  /** Runs a command and interrupts it as soon as its temporary file is there. */
  interrupted(args: readonly string[]): Promise<CliRun>
  close(): void
}

/** With `in.pdf`, `tender.json`, `bid/`, and what came of them: `good.pdf`, `good.ebid`, `good.nbid`. */
export const makeCliFolder = async (): Promise<CliFolder> => {
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-cli-'))
  const at = (...names: string[]): string => join(folder, ...names)
  const mine = await makeSoftware(at('mine'))
  const other = await makeSoftware(at('other'), { company: '湖北另一建设有限公司', creditCode: '91110108MA0TE5T240' })
  const names = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files: CliFolder = {
    ...{ folder, mine, other, at, names },
    sealArgs: (source, target, software = mine) => [
      ...['seal', source, target, ...signingWith(software), '--seal', software.seal],
    ],
    packArgs: (target, ...more) => [
      ...['pack', at('bid'), target, ...signingWith(mine), '--to', mine.encryptionCertificate],
      ...['--tender', at('tender.json'), ...more],
    ],
    openArgs: (file, target, { encrypt, passwordFile } = mine) => [
      ...['open', file, target, '--recipient', encrypt, '--password-file', passwordFile, '--trust', mine.root],
    ],
    failing: async (code, args) => {
      const before = names()
      const run = await bidsealJson(args)
      expect({ code: run.error?.code, exit: run.code, result: run.result }).toEqual({ code, exit: 1, result: {} })
      expect(names()).toEqual(before)
    },
    interrupted: (args) =>
      bidseal(args, {
        onStart: (child) => {
          const looking = setInterval(() => {
            if (!names().some((name) => name.endsWith('.tmp'))) return
            clearInterval(looking)
            child.kill('SIGINT')
          }, 5)
        },
      }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
  await writeFile(at('in.pdf'), await textPdf(3))
  await writeFile(at('tender.json'), JSON.stringify(TENDER))
  for (const [name, size] of Object.entries(SIZES)) {
    await mkdir(join(at('bid'), name, '..'), { recursive: true })
    await writeFile(at('bid', name), Buffer.alloc(size, name))
  }
  await writeFile(at('bid/.hidden'), 'not in the bid')
  expect(await bidseal(files.packArgs(at('good.ebid'), '--twin'))).toMatchObject({ code: 0 })
  expect(await bidseal([...files.sealArgs(at('in.pdf'), at('good.pdf')), '--at', '1:120,200'])).toMatchObject({
    code: 0,
  })
  return files
}
