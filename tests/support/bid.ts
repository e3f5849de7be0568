import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { RecipientKey } from '#core/cms/auth-enveloped'
import { openHeader, type Recipient } from '#core/bidfile/slot'
import type { PackOptions } from '#engine/bidfile/pack'
import { party } from './authority.ts'
import { testSigner, type TestSigner } from './pki.ts'

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const

/** An encryption certificate for tests, what is readable about it, and its key. */
export interface TestRecipient extends Recipient, RecipientKey {}

/** A P-256 encryption certificate, issued by a throw-away authority. */
export const testRecipient = async (
  company = '河南示范建设有限公司',
  person = '王敏',
  creditCode = '91410100MA9ABCD16M',
): Promise<TestRecipient> => {
  const issuer = await party('root', { subject: { company: '测试签发机构' } })
  const { certificate, pkcs8 } = await party('company-encryption', {
    subject: { company, person, creditCode },
    issuer,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2028-01-01T00:00:00Z'),
  })
  const { serial, notBefore, notAfter, der } = certificate
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, ECDH, true, ['deriveBits'])
  return { serial, notBefore, notAfter, company, person, creditCode, certificate: der, privateKey }
}

export interface TestBid {
  readonly options: PackOptions
  readonly signer: TestSigner
  readonly recipient: TestRecipient
  readonly contents: ReadonlyMap<string, Bytes>
}

/** Entries on disk and everything that encryptBid wants, in a folder. */
export const testBid = async (folder: string, sizes: readonly number[]): Promise<TestBid> => {
  const signer = await testSigner()
  const recipient = await testRecipient()
  const contents = new Map(sizes.map((size, index) => [`技术标/第${index + 1}册.pdf`, ownBytes(randomBytes(size))]))
  await mkdir(join(folder, 'in'), { recursive: true })
  const entries = []
  for (const [name, bytes] of contents) {
    const path = join(folder, 'in', `${entries.length}`)
    await writeFile(path, bytes)
    entries.push({ path, name, title: name, role: 'technical' })
  }
  const options: PackOptions = {
    tender: { id: 'ZB-2026-001', name: '示范大道改造工程', lot: '一标段' },
    bidder: { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' },
    openingTime: '2026-12-01T09:30:00+08:00',
    created: '2026-11-24T10:00:00+08:00',
    entries,
    recipients: [recipient],
    signer: signer.chain[0]!,
    target: join(folder, 'bid.ebid'),
    twin: join(folder, 'bid.nbid'),
  }
  return { options, signer, recipient, contents }
}

/** What openBid asks for, answered with a key at hand and trust in everybody. */
export const openWith = (recipient: RecipientKey) => ({
  fileKeyFor: (header: Parameters<typeof openHeader>[0]) => openHeader(header, recipient),
  verify: () => Promise.resolve(),
})
