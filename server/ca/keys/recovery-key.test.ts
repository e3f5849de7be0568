import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { writeShare } from '#core/bytes/share-text'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { testAuthority } from '#tests/support/authority'
import { createKeyBox } from './key-box.ts'
import { isUnsplit, openRecoveryKey, shareFile, splitRecoveryKey, writeShares, type ShareText } from './recovery-key.ts'

const random = (length: number) => ownBytes(randomBytes(length))
const SECRET = random(138)

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recovery-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const certificate = async (): Promise<Certificate> => parseCertificate((await testAuthority()).root.der)

const printed = async (): Promise<{ file: string; shares: ShareText[] }> => {
  const { file, shares } = await splitRecoveryKey(SECRET, random)
  await writeShares(folder, shares, await certificate())
  const read = (n: number): string => readFileSync(join(folder, shareFile(n)), 'utf8')
  return { file, shares: [1, 2, 3].map((n) => ({ name: shareFile(n), text: read(n) })) }
}

test('any two printed shares open the key, one or three do not', async () => {
  const { file, shares } = await printed()
  const [one, two, three] = shares as [ShareText, ShareText, ShareText]
  for (const pair of [
    [one, two],
    [three, one],
    [two, three],
  ])
    expect(await openRecoveryKey(file, pair)).toEqual(SECRET)
  for (const wrong of [[one], [one, two, three], []])
    await expect(openRecoveryKey(file, wrong)).rejects.toMatchObject({ code: 'invalid-input' })
})

describe('a share that is refused is named', () => {
  const refused = async (change: (shares: readonly ShareText[]) => readonly ShareText[]): Promise<unknown> => {
    const { file, shares } = await printed()
    return openRecoveryKey(file, change(shares)).catch((error: unknown) => error)
  }

  test('twice the same', async () => {
    expect(await refused(([one]) => [one!, one!])).toMatchObject({ code: 'shares-equal', details: { share: 1 } })
  })

  test('mistyped', async () => {
    const error = await refused(([one, two]) => [one!, { ...two!, text: two!.text.replace(/.\n$/, '!\n') }])
    expect(error).toMatchObject({ code: 'share-malformed', details: { name: 'recovery-share-2.txt' } })
  })

  test('of another authority', async () => {
    const other = await splitRecoveryKey(SECRET, random)
    const foreign = { name: 'other.txt', text: writeShare(other.shares[1]!) }
    const error = await refused(([one]) => [one!, foreign])
    expect(error).toMatchObject({ code: 'share-foreign', details: { name: 'other.txt', set: other.shares[1]!.set } })
  })

  test('made up, with the right set', async () => {
    const { file, shares } = await splitRecoveryKey(SECRET, random)
    const texts = [shares[0]!, { ...shares[1]!, value: random(32) }].map((share) => ({
      name: '',
      text: writeShare(share),
    }))
    await expect(openRecoveryKey(file, texts)).rejects.toMatchObject({ code: 'share-foreign' })
  })
})

test('a key from before the split is told apart', async () => {
  const { file, shares } = await printed()
  expect(isUnsplit(file)).toBe(false)
  const before = await createKeyBox('passphrase', random, { n: 16, r: 1, p: 1 }).seal('recovery', SECRET)
  expect(isUnsplit(before)).toBe(true)
  await expect(openRecoveryKey(before, shares.slice(1))).rejects.toMatchObject({ code: 'share-foreign' })
})
