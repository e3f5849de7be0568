import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { crlOf, party, random, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { damaged } from '#tests/support/damage'
import { concat, equalBytes, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { childrenOf, parseElement } from '../cms/der.ts'
import { bits, explicit, nullValue, sequence } from './asn1.ts'
import { judgeChain, type ChainOptions } from './chain.ts'
import { extension } from './extensions.ts'
import { judgeRevocation } from './revocation.ts'
import { ECDSA_SHA256, signBytes } from './signature.ts'

const DAY = 24 * 3600 * 1000
const now = new Date()
const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY)

let authority: TestAuthority
let signer: TestParty
let lists: Bytes[]

beforeAll(async () => {
  authority = await testAuthority()
  signer = await party('company-signing', { issuer: authority.issuing, notBefore: daysAgo(100) })
  lists = [await crlOf(authority.issuing), await crlOf(authority.root)]
})

const judge = async (options: Partial<ChainOptions> = {}, certificates = [signer.der, authority.issuing.der]) => {
  const facts = { roots: [authority.root.der], crls: lists, at: now, now, usage: 'sign', ...options } as const
  const { chain, revocation, reason } = await judgeChain(certificates, facts)
  return [chain, revocation, reason?.code ?? null]
}

/** The same certificate with one more extension, signed again. */
const withExtension = async (from: TestParty, issuer: TestParty, added: Bytes): Promise<Bytes> => {
  const fields = childrenOf(parseElement(from.certificate.signed)).map(({ bytes }) => ownBytes(bytes))
  const list = childrenOf(childrenOf(parseElement(fields.at(-1)!))[0]).map(({ bytes }) => bytes)
  const signed = sequence(...fields.slice(0, -1), explicit(3, sequence(...list, added)))
  return sequence(signed, ECDSA_SHA256, bits(await signBytes(issuer.privateKey, signed)))
}

describe('a chain', () => {
  it('is valid and good up to a trusted root', async () => {
    expect(await judge()).toEqual(['valid', 'good', null])
  })

  it('needs its certificates in no order and bears strangers among them', async () => {
    const { issuing, root, sealMaker } = authority
    const crowd = [signer.der, random(50), sealMaker.der, root.der, issuing.der, issuing.der]
    expect(await judge({}, crowd)).toEqual(['valid', 'good', null])
  })

  it('is unknown without a root or without the certificate between', async () => {
    const stranger = await testAuthority()
    expect(await judge({ roots: [] })).toEqual(['unknown', 'unknown', 'certificate-untrusted'])
    expect(await judge({ roots: [stranger.root.der] })).toEqual(['unknown', 'unknown', 'certificate-untrusted'])
    expect(await judge({}, [signer.der])).toEqual(['unknown', 'unknown', 'certificate-untrusted'])
  })

  it('does not trust a root because it came along', async () => {
    const certificates = [signer.der, authority.issuing.der, authority.root.der]
    expect(await judge({ roots: [] }, certificates)).toEqual(['unknown', 'unknown', 'certificate-untrusted'])
  })

  it('is invalid when a signature does not hold', async () => {
    const forged = ownBytes(signer.der)
    forged[forged.length - 1]! ^= 1
    expect(await judge({}, [forged, authority.issuing.der])).toEqual(['invalid', 'unknown', 'certificate-untrusted'])
  })

  it('is judged at the moment of use', async () => {
    expect(await judge({ at: daysAgo(101) })).toEqual(['invalid', 'good', 'certificate-not-yet-valid'])
    const old = await party('company-signing', { issuer: authority.issuing, notBefore: daysAgo(500) })
    const certificates = [old.der, authority.issuing.der]
    expect(await judge({}, certificates)).toEqual(['invalid', 'good', 'certificate-expired'])
    expect(await judge({ at: daysAgo(200) }, certificates)).toEqual(['valid', 'good', null])
  })

  it('covers the validity of every certificate in it', async () => {
    const { root } = authority
    const issuing = await party('issuing', { issuer: root, notBefore: daysAgo(90), notAfter: daysAgo(10) })
    const leaf = await party('company-signing', { issuer: issuing, notBefore: daysAgo(80) })
    expect((await judge({}, [leaf.der, issuing.der]))[2]).toBe('certificate-expired')
  })

  it('refuses the wrong usage everywhere', async () => {
    const encryption = await party('company-encryption', { issuer: authority.issuing })
    const certificates = [encryption.der, authority.issuing.der]
    expect(await judge({}, certificates)).toEqual(['invalid', 'good', 'certificate-wrong-usage'])
    expect(await judge({ usage: 'encrypt' }, certificates)).toEqual(['valid', 'good', null])
    expect((await judge({ usage: 'encrypt' }))[2]).toBe('certificate-wrong-usage')
    expect((await judge({ usage: 'seal-maker' }))[2]).toBe('certificate-wrong-usage')
    expect((await judge({}, [authority.issuing.der]))[2]).toBe('certificate-wrong-usage')
    expect((await judge({}, [authority.sealMaker.der, authority.issuing.der]))[2]).toBe('certificate-wrong-usage')
  })

  it('refuses an issuer that is no authority', async () => {
    const fields = childrenOf(parseElement(signer.certificate.signed)).map(({ bytes }) => ownBytes(bytes))
    fields[3] = signer.certificate.subjectName
    const list = childrenOf(childrenOf(parseElement(fields[7]!))[0]).map(({ bytes }) => ownBytes(bytes))
    const withoutKeyId = list.filter((_, index) => index !== 3)
    const signed = sequence(...fields.slice(0, 7), explicit(3, sequence(...withoutKeyId)))
    const leaf = sequence(signed, ECDSA_SHA256, bits(await signBytes(signer.privateKey, signed)))
    const certificates = [leaf, signer.der, authority.issuing.der]
    expect((await judge({}, certificates)).slice(0, 3)).toEqual(['invalid', 'unknown', 'certificate-untrusted'])
  })

  it('refuses a path that is longer than its authorities allow', async () => {
    const deeper = await party('issuing', { issuer: authority.issuing, subject: { company: '下级签发' } })
    const leaf = await party('company-signing', { issuer: deeper })
    const certificates = [leaf.der, deeper.der, authority.issuing.der]
    expect(await judge({}, certificates)).toEqual(['invalid', 'unknown', 'certificate-untrusted'])
  })

  it('refuses critical extensions that it does not know, and ignores others', async () => {
    const { issuing } = authority
    const critical = await withExtension(signer, issuing, extension('1.2.3.4', true, nullValue))
    expect(await judge({}, [critical, issuing.der])).toEqual(['invalid', 'good', 'certificate-untrusted'])
    const harmless = await withExtension(signer, issuing, extension('1.2.3.4', false, nullValue))
    expect(await judge({}, [harmless, issuing.der])).toEqual(['valid', 'good', null])
    const constraints = await withExtension(signer, issuing, extension('2.5.29.30', false, nullValue))
    expect((await judge({}, [constraints, issuing.der]))[0]).toBe('invalid')
  })

  it('ends although two authorities vouch for each other', async () => {
    const a = await party('root', { subject: { company: '甲' } })
    const b = await party('issuing', { subject: { company: '乙' }, issuer: a })
    const again = await party('issuing', { subject: { company: '甲' }, issuer: b })
    const leaf = await party('company-signing', { issuer: again })
    expect(await judge({}, [leaf.der, again.der, b.der, a.der])).toEqual([
      'unknown',
      'unknown',
      'certificate-untrusted',
    ])
  })

  it('is never valid after damage to the leaf or to the certificate between', async () => {
    const { issuing } = authority
    const pairs = fc.oneof(
      damaged(signer.der).map((leaf): [Bytes, Bytes] => [leaf, issuing.der]),
      damaged(issuing.der).map((between): [Bytes, Bytes] => [signer.der, between]),
    )
    await fc.assert(
      fc.asyncProperty(pairs, async ([leaf, between]) => {
        fc.pre(!equalBytes(leaf, signer.der) || !equalBytes(between, issuing.der))
        const verdict = await judge({}, [leaf, between]).catch((error: { code: string }) => [error.code])
        expect(['certificate-malformed', 'unknown', 'invalid']).toContain(verdict[0])
      }),
      { numRuns: 500 },
    )
  })

  it('cannot be judged when the leaf cannot be read', async () => {
    await expect(judge({}, [random(40)])).rejects.toMatchObject({ code: 'certificate-malformed' })
    await expect(judge({}, [])).rejects.toMatchObject({ code: 'certificate-malformed' })
  })
})

describe('revocation', () => {
  const revoked = (at: Date) => [{ serial: signer.certificate.serial, at, reason: 1 }]

  it('counts from its moment on', async () => {
    const crls = [await crlOf(authority.issuing, { revoked: revoked(daysAgo(5)) }), lists[1]!]
    expect(await judge({ crls })).toEqual(['valid', 'revoked', 'certificate-revoked'])
    expect(await judge({ crls, at: daysAgo(5) })).toEqual(['valid', 'revoked', 'certificate-revoked'])
    expect(await judge({ crls, at: daysAgo(6), revokedBy: daysAgo(5) })).toEqual([
      'valid',
      'revoked',
      'certificate-revoked',
    ])
    expect(await judge({ crls, at: daysAgo(6) })).toEqual(['valid', 'good', null])
  })

  it('is unknown unless both lists are there, current and signed by the right authority', async () => {
    const unknown = ['valid', 'unknown', 'revocation-unknown']
    const { issuing, root } = authority
    const [ofIssuing, ofRoot] = lists as [Bytes, Bytes]
    expect(await judge({ crls: [] })).toEqual(unknown)
    expect(await judge({ crls: [ofIssuing] })).toEqual(unknown)
    expect(await judge({ crls: [ofRoot] })).toEqual(unknown)
    const stale = await crlOf(issuing, { thisUpdate: daysAgo(9), nextUpdate: daysAgo(2) })
    expect(await judge({ crls: [stale, ofRoot] })).toEqual(unknown)
    const early = await crlOf(issuing, { thisUpdate: new Date(now.getTime() + DAY) })
    expect(await judge({ crls: [early, ofRoot] })).toEqual(unknown)
    const renamed = { ...root, certificate: { ...root.certificate, subjectName: issuing.certificate.subjectName } }
    expect(await judge({ crls: [await crlOf(renamed), ofRoot] })).toEqual(unknown)
    expect(await judge({ crls: [concat(ofIssuing, new Uint8Array(1)), random(30), ofRoot] })).toEqual(unknown)
  })

  it('counts from the very second on that the list says, and from the first where lists differ', async () => {
    const moment = new Date(Math.floor(daysAgo(5).getTime() / 1000) * 1000)
    const later = await crlOf(authority.issuing, { revoked: revoked(daysAgo(2)) })
    const sooner = await crlOf(authority.issuing, { revoked: revoked(moment) })
    for (const crls of [
      [sooner, later, lists[1]!],
      [later, sooner, lists[1]!],
    ]) {
      expect(await judge({ crls, at: moment })).toEqual(['valid', 'revoked', 'certificate-revoked'])
      expect(await judge({ crls, at: new Date(moment.getTime() - 1) })).toEqual(['valid', 'good', null])
    }
  })

  it('of a root that nobody vouches for is unknown', async () => {
    const { root } = authority
    expect(await judgeRevocation([root.certificate], lists, { at: now, now })).toMatchObject({ revocation: 'unknown' })
  })

  it('is found in a list of any age', async () => {
    const facts = { revoked: revoked(daysAgo(20)), thisUpdate: daysAgo(19), nextUpdate: daysAgo(12) }
    const old = await crlOf(authority.issuing, facts)
    expect(await judge({ crls: [...lists, old] })).toEqual(['valid', 'revoked', 'certificate-revoked'])
  })

  it('of the issuing authority reaches all that it issued', async () => {
    const serial = authority.issuing.certificate.serial
    const ofRoot = await crlOf(authority.root, { revoked: [{ serial, at: daysAgo(1), reason: 2 }] })
    expect(await judge({ crls: [lists[0]!, ofRoot] })).toEqual(['valid', 'revoked', 'certificate-revoked'])
  })
})
