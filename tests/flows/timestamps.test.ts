/** Seals with a timestamp of the server's authority: what a revocation before and after it means, and what others say of it. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { toPem } from '#core/certificate/pem'
import { parseSignedData } from '#core/cms/signed-data'
import type { JobView, ProjectView, SignatureReport, VerifyReport } from '#ipc/views'
import {
  addPdfs,
  identifiedProject,
  openOffice,
  placeOnEach,
  reopened,
  TENDER,
  type Office,
} from '../support/bidding.ts'
import { bidsealJson } from '../support/cli.ts'
import { documentsOf, fileOf, openDesk } from '../support/desk.ts'
import { opensslCades, pdfsig } from '../support/judges.ts'
import { revoke } from '../support/officer.ts'
import { textPdf } from '../support/pdf.ts'
import { cmsOf, signedRanges } from '../support/signature.ts'
import { makeSoftware } from '../support/software.ts'

let office: Office
let folder: string
let rootPem: string
/** Whether the desk reaches the timestamp authority, and who answers in its place. */
let authority: (input: Parameters<typeof fetch>[0], init?: RequestInit) => Promise<Response>

/** Whether the desk gets revocation lists, or goes by those that it has. */
let hasLists = true

const addressOf = (input: Parameters<typeof fetch>[0]): string => (input instanceof Request ? input.url : String(input))
const answer: typeof fetch = async (input, init) => {
  if (addressOf(input).endsWith('.crl') && !hasLists) throw new TypeError('fetch failed')
  return (addressOf(input).endsWith('/ca/tsa') ? authority : fetch)(input, init)
}

beforeAll(async () => {
  authority = fetch
  office = await openOffice({ fetch: answer })
  folder = mkdtempSync(join(office.desk.folder, 'judges-'))
  rootPem = readFileSync(office.server.root, 'utf8')
})
afterAll(() => office.close())

const projectToSeal = async (): Promise<ProjectView> => {
  const path = join(office.desk.folder, '投标函.pdf')
  writeFileSync(path, await textPdf(2))
  return placeOnEach(office, await addPdfs(office, await identifiedProject(office), [path]))
}

const seal = async (project: ProjectView): Promise<{ readonly job: JobView; readonly path: string }> => {
  const job = await office.desk.run('jobs.seal', { project: project.id }, office.phone)
  const after = await reopened(office, project)
  return { job, path: fileOf(after, documentsOf(after)[0]!) }
}

const only = ({ signatures }: VerifyReport): SignatureReport => {
  expect(signatures).toHaveLength(1)
  return signatures[0]!
}

/** Of a computer that has never fetched a revocation list. */
const judged = async (path: string): Promise<VerifyReport> => {
  const desk = await openDesk(office.server)
  try {
    return await desk.call('verify.file', { path })
  } finally {
    await desk.close()
  }
}

const openssl = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })

it('carries a timestamp that other programs accept', async () => {
  const { job, path } = await seal(await projectToSeal())
  expect(job).toMatchObject({ state: 'done', notice: null })
  const signature = only(await judged(path))
  expect(signature).toMatchObject({ verdict: 'valid', reason: null, revokedAt: null })
  expect(signature.timestamp).toMatchObject({ state: 'counted', reason: null })
  expect(signature.timestamp?.authority).toContain('BidSeal')
  expect(Math.abs(Date.now() - Date.parse(signature.timestamp?.at ?? ''))).toBeLessThan(60_000)

  const words = pdfsig(folder, path, rootPem)
  expect(words).toContain('Signature is Valid.')
  expect(words).toContain('Total document signed')
  const file = readFileSync(path)
  opensslCades(folder, cmsOf(file), signedRanges(file), rootPem)
  const { timestamps, signature: value } = parseSignedData(cmsOf(file))
  writeFileSync(join(folder, 'token.der'), timestamps[0] ?? '')
  writeFileSync(join(folder, 'signature.bin'), value)
  const issuing = new Uint8Array(await (await fetch(`${office.server.address}/ca/issuing.crt`)).arrayBuffer())
  writeFileSync(join(folder, 'issuing.pem'), toPem('CERTIFICATE', issuing))
  const verify = ['ts', '-verify', '-in', 'token.der', '-token_in', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem']
  expect(await openssl(...verify, '-data', 'signature.bin')).toContain('Verification: OK')
})

it('goes without one where the authority cannot be reached or is a stranger, and says so', async () => {
  const stranger = await openOffice()
  try {
    authority = (_, init) => fetch(`${stranger.server.address}/ca/tsa`, init)
    const foreign = await seal(await projectToSeal())
    expect(foreign.job.notice).toMatchObject({ code: 'timestamp-missing', details: { cause: 'certificate-untrusted' } })
    authority = () => Promise.reject(new TypeError('fetch failed'))
    const alone = await seal(await projectToSeal())
    expect(alone.job).toMatchObject({ state: 'done', error: null })
    expect(alone.job.notice).toMatchObject({ code: 'timestamp-missing', details: { cause: 'timestamp-unavailable' } })
    for (const { path } of [foreign, alone])
      expect(only(await judged(path))).toMatchObject({ verdict: 'valid', timestamp: null })
  } finally {
    authority = fetch
    await stranger.close()
  }
})

it('stays valid when the certificate is revoked afterwards, which nothing without a timestamp does', async () => {
  const stamped = await seal(await projectToSeal())
  authority = () => Promise.reject(new TypeError('fetch failed'))
  const bare = await seal(await projectToSeal())
  authority = fetch
  const waiting = await projectToSeal()
  const { serial } = parseCertificate(parseSignedData(cmsOf(readFileSync(stamped.path))).signer)
  // Revocation in the same second as the timestamp is not after it.
  await new Promise((resolve) => setTimeout(resolve, 1100))
  hasLists = false
  await revoke(office.server, serial)

  const after = only(await judged(stamped.path))
  expect(after).toMatchObject({ verdict: 'valid', revocation: 'good', timestamp: { state: 'counted' } })
  expect(Date.parse(after.revokedAt ?? '')).toBeGreaterThan(Date.parse(after.timestamp?.at ?? ''))
  expect(only(await judged(bare.path))).toMatchObject({
    verdict: 'invalid',
    revocation: 'revoked',
    reason: { code: 'certificate-revoked' },
    timestamp: null,
  })

  // This desk goes by the list of before: it seals, and the timestamp says that it was too late.
  const late = await seal(waiting)
  hasLists = true
  expect(late.job.notice).toBeNull()
  expect(only(await judged(late.path))).toMatchObject({
    verdict: 'invalid',
    revocation: 'revoked',
    timestamp: { state: 'counted' },
  })
  // Another one refuses the certificate.
  const desk = await openDesk(office.server)
  try {
    const { id } = await desk.call('projects.create', TENDER)
    const refused = await desk.run('jobs.identify', { project: id }, office.phone)
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'certificate-revoked' } })
  } finally {
    await desk.close()
  }
})

it('is had from a terminal as well, or nothing is sealed', async () => {
  const mine = await makeSoftware(join(folder, 'mine'))
  const [source, target] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')]
  writeFileSync(source, await textPdf(1))
  const sealing = (to: string, tsa: string): string[] => [
    ...['seal', source, to, '--signer', mine.sign, '--password-file', mine.passwordFile],
    ...['--seal', mine.seal, '--at', '1:20,30', '--tsa', tsa],
  ]
  const lost = await bidsealJson(sealing(join(folder, 'no.pdf'), `${office.server.address}/ca/nobody`))
  expect(lost).toMatchObject({ code: 1, error: { code: 'timestamp-unavailable' } })
  expect(existsSync(join(folder, 'no.pdf'))).toBe(false)

  const made = await bidsealJson(sealing(target, `${office.server.address}/ca/tsa`))
  expect(made.code).toBe(0)
  const at = made.result['timestamp']
  expect(Math.abs(Date.now() - Date.parse(String(at)))).toBeLessThan(60_000)
  const authorityTrust = ['--trust', office.server.root]
  for (const name of ['root', 'issuing']) {
    const path = join(folder, `${name}.crl`)
    writeFileSync(path, new Uint8Array(await (await fetch(`${office.server.address}/ca/${name}.crl`)).arrayBuffer()))
    authorityTrust.push('--crl', path)
  }
  const verifying = ['verify', target, '--trust', mine.trust]
  const known = await bidsealJson([...verifying, ...authorityTrust])
  expect(known.result).toMatchObject({
    verdict: 'valid',
    signatures: [{ revokedAt: null, timestamp: { state: 'counted', at, error: null } }],
  })
  const unknown = await bidsealJson(verifying)
  expect(unknown.result).toMatchObject({
    verdict: 'valid',
    signatures: [{ timestamp: { state: 'unknown', error: { code: 'certificate-untrusted' } } }],
  })
})
