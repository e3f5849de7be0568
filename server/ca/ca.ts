/** The built-in certificate authority, put together from its rooms. */
import { join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import { canonicalJson } from '#core/bytes/canonical-json'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { CertificateRow } from '../store/certificates.ts'
import type { Store } from '../store/store.ts'
import { HEADS_FILE, openHeadKeeper } from './audit/heads.ts'
import { createAuthority } from './authority.ts'
import { openAuthoritySettings, type AuthoritySettings } from './authority-settings.ts'
import { DEMO_COMPANIES } from './demo.ts'
import { openKeyFolder } from './keys/key-folder.ts'
import { createIssuance, OWN_FRONT, type Issuance } from './order/issuance.ts'
import { createKmc } from './kmc.ts'
import { openLink } from './order/link.ts'
import { createOrderDesk, type OrderDesk } from './order/desk.ts'
import { findSettings, USUAL, type CaOrganisation, type CertificateState } from './order/organisation.ts'
import { createOrganisations, type Organisations } from './order/organisations.ts'
import type { SealPicture } from './seal/order-seals.ts'
import { createRegistration, type Registration } from './registration.ts'
import { openOcspResponder, type OcspResponder } from './status/ocsp.ts'
import { openRevocation, type RevocationService } from './status/revocation.ts'
import { createShares, type Shares } from './shares.ts'
import { openSigner, type CaSigner } from './keys/signer.ts'
import { createTimestampAuthority, type TimestampAuthority } from './status/tsa.ts'

export interface CaOptions {
  /** The server's data folder. */
  readonly folder: string
  readonly passphraseFile: string | null
  /** This server's address, as certificates name it. */
  readonly address: string
  /** Whether the server will be there again: certificates name a responder only then. */
  readonly isLasting: boolean
  readonly isDemo: boolean
  readonly random: RandomBytes
  readonly now: () => number
  readonly warn: (facts: object) => void
}

export interface Ca {
  readonly certificates: CaSigner['certificates']
  readonly registration: Registration
  /** Authorities among which applicants choose. */
  readonly organisations: Organisations
  /** Of the authority in this process. */
  readonly settings: AuthoritySettings
  /** Where approved orders are placed, with whichever authority. */
  readonly orders: OrderDesk
  /** Fulfils orders of the authority in this process. */
  readonly issuance: Issuance
  readonly shares: Shares
  readonly revocation: RevocationService
  /** 32 bytes that encrypt what the server keeps. */
  readonly storageKey: Bytes
  readonly ocsp: OcspResponder
  readonly tsa: TimestampAuthority
  /** Signs the audit log's end. */
  close(): Promise<void>
}

const stateOf = (row: CertificateRow | null): CertificateState => {
  if (row === null) return { state: 'unknown' }
  return row.revokedAt === null
    ? { state: 'good' }
    : { state: 'revoked', at: row.revokedAt, reason: row.revocationReason ?? 0 }
}

const KEPT_PICTURES = 100

/** Draws each seal once. Font and renderer are loaded for the first one. */
const pictures = (): SealPicture => {
  const kept = new Map<string, Promise<Bytes>>()
  const draw: SealPicture = async (design) => (await import('./seal/picture.ts')).sealPicture(design)
  return (design) => {
    const id = canonicalJson({ ...design })
    const picture = kept.get(id) ?? draw(design)
    if (kept.size >= KEPT_PICTURES) kept.clear()
    kept.set(id, picture)
    return picture
  }
}

/**
 * Opens the authority of a data folder, or founds one. Throws `passphrase-wrong`.
 * @param opening the store, which opens while the passphrase is worked on
 */
export const openCa = async (options: CaOptions, opening: Promise<Store>): Promise<Ca> => {
  const { folder, passphraseFile, address, isLasting, isDemo, random, now, warn } = options
  const keys = { folder: join(folder, 'ca'), passphraseFile, address, now: new Date(now()), random }
  const keyFolder = await openKeyFolder(keys)
  const [signer, storageKey] = await Promise.all([openSigner(keyFolder, random), keyFolder.storageKey()])
  const store = await opening
  if (isDemo) await store.companies.add(DEMO_COMPANIES, now())
  const settings = openAuthoritySettings(store, folder)
  const { isReviewed, months } = settings
  const authority = createAuthority({ signer, address, namesResponder: isLasting, months, now })
  const kmc = createKmc(signer.certificates.recovery.der, random)
  const revocation = await openRevocation({ store, signer, now, warn })
  const issuance = createIssuance({ store, signer, authority, kmc, isReviewed, picture: pictures(), random, now })
  const { id, name } = (await findSettings(folder)) ?? USUAL
  const builtIn: CaOrganisation = {
    ...{ id, name, prices: settings.prices },
    chain: [signer.certificates.issuing.der, signer.certificates.root.der],
    isAvailable: async () => true,
    issue: (order) => issuance.issue(order, OWN_FRONT),
    releasedKeys: (order) => issuance.releasedKeys(order, OWN_FRONT),
    revoke: revocation.revoke,
    status: async (serial) => stateOf(await store.certificates.find(serial)),
  }
  const link = () => openLink({ ...keys, now: new Date(now()) })
  const organisations = createOrganisations({ builtIn, data: folder, link, now })
  const orders = createOrderDesk({ store, organisations, now, warn })
  const { audit: certificate, issuing } = keyFolder.certificates
  const headSigner = { certificate, issuing, key: await keyFolder.signingKey('audit') }
  const heads = await openHeadKeeper({ store, signer: headSigner, file: join(folder, HEADS_FILE), now, warn })
  return {
    certificates: signer.certificates,
    registration: createRegistration({ store, orders, organisations, isDemo, random, now }),
    organisations,
    settings,
    orders,
    issuance,
    shares: createShares({ store, storageKey, random, now }),
    revocation,
    storageKey,
    ocsp: await openOcspResponder({ store, signer, now, warn }),
    tsa: createTimestampAuthority({ signer, now, warn }),
    close: async () => {
      orders.close()
      organisations.close()
      revocation.close()
      await heads.close()
      await keyFolder.close()
    },
  }
}
