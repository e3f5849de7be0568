/** Certificates that will not do for a bidder: revoked, of the wrong kind, of an authority nobody trusts. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toPem } from '#core/certificate/pem'
import type { ProjectView } from '#ipc/views'
import { testAuthority, type TestAuthority } from '../support/authority.ts'
import { addPdfs, identifiedProject, openOffice, placeOnEach, sealed, TENDER, type Office } from '../support/bidding.ts'
import { caFetch } from '../support/ca-fetch.ts'
import { credential, scriptedPhone, type Credential } from '../support/credential.ts'
import { openDesk, type Desk } from '../support/desk.ts'
import { leapingClock, type LeapingClock } from '../support/leaping-clock.ts'
import { revoke } from '../support/officer.ts'
import { inFolder, textPdf } from '../support/pdf.ts'
import { GENEROUS, startRelay, type RelayHost } from '../support/relay.ts'
import { unchanged } from '../support/unchanged.ts'

const HOUR = 3600 * 1000

describe('a certificate that was revoked', () => {
  let office: Office
  let clock: LeapingClock
  let project: ProjectView

  beforeAll(async () => {
    clock = leapingClock()
    office = await openOffice({ clock })
    const path = join(office.desk.folder, '投标函.pdf')
    writeFileSync(path, await textPdf(1))
    const added = await placeOnEach(office, await addPdfs(office, await identifiedProject(office), [path]))
    project = await sealed(office, added)
    const own = await office.phone.agent.current()
    await revoke(office.server, own?.serial ?? '')
    clock.leap(HOUR + 1000)
  })
  afterAll(() => office.close())

  it('is refused as soon as the list is fetched again, whatever is asked', () =>
    unchanged(office, project, async () => {
      const { desk, phone } = office
      const refused = { state: 'failed', error: { code: 'certificate-revoked' } }
      const id = { project: project.id }
      expect(await desk.run('jobs.identify', id, phone)).toMatchObject(refused)
      const order = { ...id, folder: join(desk.folder, 'out'), twin: true }
      expect(await desk.run('jobs.generate', order, phone)).toMatchObject(refused)
      const guards = await desk.call('generate.guards', id)
      expect(guards.find((guard) => guard.id === 'revocation')).toMatchObject({ state: 'failed' })
    }))

  it('is shown as revoked on the phone', async () => {
    const [own] = await office.phone.agent.credentials()
    expect(own?.state).toBe('revoked')
  })
})

describe('at a desk that trusts one authority', () => {
  let authority: TestAuthority
  let host: RelayHost
  let desk: Desk
  let own: Credential

  beforeAll(async () => {
    authority = await testAuthority()
    own = await credential(authority)
    host = await startRelay({ limits: GENEROUS })
    const ca = await caFetch(authority)
    desk = await inFolder((folder) => {
      const root = join(folder, 'root.pem')
      writeFileSync(root, toPem('CERTIFICATE', authority.root.der))
      return openDesk({ address: host.server, root }, { fetch: ca.fetch })
    })
  })
  afterAll(async () => {
    await desk.close()
    await host.close()
  })

  /** What becomes of a new project when this phone answers. */
  const identify = async (phone: Credential) => {
    const { id } = await desk.call('projects.create', TENDER)
    const job = await desk.start('jobs.identify', { project: id })
    const { pairing } = await desk.until(job, (view) => Boolean(view.pairing?.qr))
    const scripted = scriptedPhone({ server: host.server, qr: pairing?.qr ?? '', own: phone })
    const view = await desk.over(job)
    scripted.close()
    const { bidder } = await desk.call('projects.open', { project: id })
    return { code: view.error?.code ?? null, bidder, asked: scripted.requests.length }
  }

  it('an honest phone becomes the bidder', async () => {
    expect(await identify(own)).toEqual({ code: null, bidder: '河南示范建设有限公司', asked: 1 })
  })

  it('an encryption certificate is not taken for signing, before anything is asked', async () => {
    const wrong = await credential(authority, { signingProfile: 'company-encryption' })
    expect(await identify(wrong)).toEqual({
      code: 'certificate-wrong-usage',
      bidder: null,
      asked: 0,
    })
  })

  it('a signing certificate is not taken for encryption', async () => {
    const wrong = { ...own, encryption: own.signing }
    expect(await identify(wrong)).toEqual({ code: 'certificate-wrong-usage', bidder: null, asked: 1 })
  })

  it('a phone of another authority is turned away before anything is asked', async () => {
    const stranger = await credential(await testAuthority())
    expect(await identify(stranger)).toEqual({ code: 'certificate-untrusted', bidder: null, asked: 0 })
  })
})
