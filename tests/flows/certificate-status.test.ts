/** Whether a certificate still holds, and when something was there: openssl asks a running server. */
import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { toPem } from '#core/certificate/pem'
import { random } from '../support/authority.ts'
import { revoke } from '../support/officer.ts'
import { enrolmentFor, openTestServer, signingKeys, type TestServer } from '../support/server.ts'

let server: TestServer
let folder: string
let leaf: Certificate

const put = (name: string, content: Uint8Array | string): string => {
  writeFileSync(join(folder, name), content)
  return name
}

/** Everything that a program says. This process goes on meanwhile, for its server is the one that is asked. */
const saying = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(program, args, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })
const openssl = (...args: string[]): Promise<string> => saying('openssl', args)

const get = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(`${server.address}${path}`)).arrayBuffer())

const post = (path: string, type: string, body: Uint8Array): Promise<Response> =>
  fetch(`${server.address}${path}`, { method: 'POST', headers: { 'content-type': type }, body: ownBytes(body) })

/** Certificates name the responder of a server whose address lasts. */
const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const bound = probe.address()
  probe.close()
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

/** Two certificates for a new person; the signing certificate. */
const enrol = async (): Promise<Certificate> => {
  const request = await enrolmentFor(await signingKeys())
  const answer = await post('/api/enrolments', 'application/json', Buffer.from(JSON.stringify(request)))
  return parseCertificate(enrolmentAnswer.parse(await answer.json()).signing[0]!)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'status-'))
  server = await openTestServer({ port: await freePort() })
  put('root.pem', readFileSync(server.root))
  put('issuing.pem', toPem('CERTIFICATE', ownBytes(await get('/ca/issuing.crt'))))
  leaf = await enrol()
  put('leaf.pem', toPem('CERTIFICATE', leaf.der))
})
afterAll(async () => {
  await server.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe('the OCSP responder', () => {
  const trust = ['-CAfile', 'root.pem', '-verify_other', 'issuing.pem']
  const ask = (...what: string[]): Promise<string> =>
    openssl('ocsp', '-url', `${server.address}/ca/ocsp`, '-issuer', 'issuing.pem', ...what, ...trust)

  it('is named in certificates', async () => {
    expect(await openssl('x509', '-in', 'leaf.pem', '-noout', '-ocsp_uri')).toBe(`${server.address}/ca/ocsp\n`)
    expect(await openssl('x509', '-in', 'issuing.pem', '-noout', '-ocsp_uri')).toBe('')
  })

  it.each(['sha1', 'sha256'])('says good of what was issued, by %s', async (hash) => {
    const words = await ask(`-${hash}`, '-cert', 'leaf.pem')
    expect(words).toContain('Response verify OK')
    expect(words).toMatch(/leaf\.pem: good\n\s+This Update: .*\n\s+Next Update: /)
    expect(words).not.toContain('WARNING')
  })

  it('is certified to answer, and nobody is to ask about it', async () => {
    const text = await ask('-cert', 'leaf.pem', '-text')
    expect(text).toContain('OCSP Signing')
    expect(text).toContain('OCSP No Check')
    expect(text).toMatch(/Version: 1 \(0x0\)\n\s+Responder Id: C = CN, O = BidSeal, CN = BidSeal OCSP Responder/)
  })

  it('says unknown of a serial number that was never issued', async () => {
    const words = await ask('-serial', `0x${Buffer.from(random(16)).toString('hex')}`)
    expect(words).toContain('Response verify OK')
    expect(words).toContain(': unknown')
  })

  it('answers several questions at once', async () => {
    put('other.pem', toPem('CERTIFICATE', (await enrol()).der))
    const words = await ask('-cert', 'leaf.pem', '-serial', '0x77', '-cert', 'other.pem')
    expect(words).toContain('leaf.pem: good')
    expect(words).toContain('0x77: unknown')
    expect(words).toContain('other.pem: good')
  })

  it('does not answer for another issuer, nor for the root', async () => {
    put('root.crt', await get('/ca/root.crt'))
    const words = await openssl(
      ...['ocsp', '-url', `${server.address}/ca/ocsp`, '-issuer', 'root.pem', '-cert', 'issuing.pem', ...trust],
    )
    expect(words).toContain('unauthorized (6)')
  })

  it('answers GET so that caches can keep it, and only without a nonce', async () => {
    const request = async (...more: string[]): Promise<Response> => {
      await openssl('ocsp', '-issuer', 'issuing.pem', '-cert', 'leaf.pem', '-reqout', 'q.der', ...more)
      const question = encodeURIComponent(readFileSync(join(folder, 'q.der')).toString('base64'))
      return fetch(`${server.address}/ca/ocsp/${question}`)
    }
    const kept = await request('-no_nonce')
    expect(kept.headers.get('content-type')).toBe('application/ocsp-response')
    expect(kept.headers.get('cache-control')).toBe('public, max-age=60, no-transform, must-revalidate')
    const kinds = [Date.parse(kept.headers.get('last-modified') ?? ''), Date.parse(kept.headers.get('expires') ?? '')]
    expect(kinds[1]! - kinds[0]!).toBe(60_000)
    put('kept.der', new Uint8Array(await kept.arrayBuffer()))
    const judge = ['ocsp', '-issuer', 'issuing.pem', '-cert', 'leaf.pem', '-respin', 'kept.der', '-no_nonce', ...trust]
    expect(await openssl(...judge)).toContain('leaf.pem: good')
    const bare = readFileSync(join(folder, 'q.der')).toString('base64')
    put('kept.der', await get(`/ca/ocsp/${bare}`))
    expect(await openssl(...judge)).toContain('leaf.pem: good')
    expect((await request()).headers.get('cache-control')).toBe('no-store')
  })

  it('refuses what is no request in words of the protocol', async () => {
    const answers = [
      await post('/ca/ocsp', 'application/ocsp-request', random(40)),
      await post('/ca/ocsp', 'application/ocsp-request', new Uint8Array()),
      await fetch(`${server.address}/ca/ocsp/%25`),
      await fetch(`${server.address}/ca/ocsp/bm8=`),
    ]
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).toBe('application/ocsp-response')
      put('refused.der', new Uint8Array(await answer.arrayBuffer()))
      expect(await openssl('ocsp', '-respin', 'refused.der', '-noverify')).toContain('malformedrequest (1)')
    }
    expect((await fetch(`${server.address}/ca/ocsp/%E0%A4%A`)).status).toBe(400)
    expect((await post('/ca/ocsp', 'text/plain', random(40))).status).toBe(415)
    expect((await post('/ca/ocsp', 'application/ocsp-request', random(9000))).status).toBe(413)
  })

  it('says revoked at once when an officer has revoked, when and why, and so does the list', async () => {
    const gone = await enrol()
    put('gone.pem', toPem('CERTIFICATE', gone.der))
    expect(await ask('-cert', 'gone.pem')).toContain('gone.pem: good')
    await revoke(server, gone.serial)
    const words = await ask('-cert', 'gone.pem')
    expect(words).toContain('Response verify OK')
    expect(words).toMatch(/gone\.pem: revoked\n[^]*Reason: keyCompromise\n\s+Revocation Time: /)
    put('issuing.crl', await get('/ca/issuing.crl'))
    const etag = (await fetch(`${server.address}/ca/issuing.crl`)).headers.get('etag') ?? ''
    const again = await fetch(`${server.address}/ca/issuing.crl`, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const listed = await openssl('crl', '-inform', 'DER', '-in', 'issuing.crl', '-noout', '-text')
    expect(listed).toContain(gone.serial.toUpperCase())
    expect(await ask('-cert', 'leaf.pem')).toContain('leaf.pem: good')
  })
})

it('convinces NSS, which asks the responder that a certificate names', async () => {
  const certutil = (...args: string[]): void =>
    void execFileSync('certutil', [...args, '-d', 'sql:.'], { cwd: folder, stdio: 'pipe' })
  certutil('-N', '--empty-password')
  certutil('-A', '-n', 'root', '-t', 'CT,C,C', '-i', 'root.pem')
  const revocation = ['-g', 'leaf', '-h', 'requireFreshInfo', '-m', 'ocsp', '-s', 'failIfNoInfo']
  const judge = (file: string): Promise<string> =>
    saying('vfychain', ['-d', 'sql:.', '-pp', '-u', '4', ...revocation, '-a', file, 'issuing.pem'])
  expect(await judge('leaf.pem')).toContain('Chain is good!')
  const gone = await enrol()
  put('revoked.pem', toPem('CERTIFICATE', gone.der))
  await revoke(server, gone.serial)
  expect(await judge('revoked.pem')).toContain("Peer's Certificate has been revoked.")
})

describe('the timestamp authority', () => {
  const stamp = async (...query: string[]): Promise<string> => {
    await openssl('ts', '-query', '-out', 'q.tsq', ...query)
    const answer = await post('/ca/tsa', 'application/timestamp-query', readFileSync(join(folder, 'q.tsq')))
    expect(answer.headers.get('content-type')).toBe('application/timestamp-reply')
    expect(answer.headers.get('x-ratelimit-limit')).toBe('600')
    put('r.tsr', new Uint8Array(await answer.arrayBuffer()))
    return openssl('ts', '-reply', '-in', 'r.tsr', '-text')
  }
  const verify = (...against: string[]): Promise<string> =>
    openssl('ts', '-verify', '-in', 'r.tsr', ...against, '-CAfile', 'root.pem', '-untrusted', 'issuing.pem')

  beforeAll(() => void put('data.bin', random(1000)))

  it.each(['sha256', 'sha384', 'sha512'])('stamps a %s digest', async (hash) => {
    const text = await stamp('-data', 'data.bin', `-${hash}`, '-cert')
    expect(text).toContain('Status: Granted.')
    expect(text).toContain(`Hash Algorithm: ${hash}`)
    expect(text).toContain('Accuracy: 0x02 seconds')
    expect(text).toContain('Ordering: no')
    expect(text).toMatch(/Serial number: 0x[0-9A-F]{24,}\n/)
    expect(text).toMatch(/Nonce: 0x/)
    expect(await verify('-queryfile', 'q.tsq')).toContain('Verification: OK')
    expect(await verify('-data', 'data.bin')).toContain('Verification: OK')
    put('other.bin', random(1000))
    expect(await verify('-data', 'other.bin')).toContain('message imprint mismatch')
  })

  it('gives a token that openssl cms reads, with signing-certificate-v2', async () => {
    await stamp('-data', 'data.bin', '-sha256', '-cert')
    await openssl('ts', '-reply', '-in', 'r.tsr', '-token_out', '-out', 'token.der')
    const read = ['cms', '-verify', '-inform', 'DER', '-in', 'token.der', '-CAfile', 'root.pem', '-purpose', 'any']
    expect(await openssl(...read, '-cades', '-out', 'info.der')).toContain('Verification successful')
    expect(await openssl('asn1parse', '-inform', 'DER', '-in', 'token.der')).toContain('signingCertificateV2')
    const info = await openssl('asn1parse', '-inform', 'DER', '-in', 'info.der')
    expect(info).not.toMatch(/error/i)
    expect(info).toMatch(/GENERALIZEDTIME\s+:\d{14}Z/)
  })

  it('leaves certificates out where they are not wished', async () => {
    await stamp('-data', 'data.bin', '-sha256', '-no_nonce')
    expect(await verify('-data', 'data.bin')).toContain('Verification: FAILED')
    await openssl('x509', '-inform', 'DER', '-in', put('tsa.crt', await get('/ca/tsa.crt')), '-out', 'tsa.pem')
    put('chain.pem', readFileSync(join(folder, 'issuing.pem'), 'utf8') + readFileSync(join(folder, 'tsa.pem'), 'utf8'))
    const words = await openssl(
      ...['ts', '-verify', '-in', 'r.tsr', '-data', 'data.bin', '-CAfile', 'root.pem', '-untrusted', 'chain.pem'],
    )
    expect(words).toContain('Verification: OK')
  })

  it('refuses with the reason', async () => {
    expect(await stamp('-data', 'data.bin', '-sha1')).toMatch(
      /Status: Rejected[^]*unrecognized or unsupported algorithm/,
    )
    expect(await stamp('-data', 'data.bin', '-sha256', '-tspolicy', '1.2.3.4')).toContain(
      'Failure info: the requested TSA policy is not supported',
    )
    const answer = await post('/ca/tsa', 'application/timestamp-query', random(30))
    put('r.tsr', new Uint8Array(await answer.arrayBuffer()))
    expect(await openssl('ts', '-reply', '-in', 'r.tsr', '-text')).toContain('the data submitted has the wrong format')
    expect((await post('/ca/tsa', 'application/json', random(30))).status).toBe(415)
    expect((await post('/ca/tsa', 'application/timestamp-query', random(9000))).status).toBe(413)
  })
})
