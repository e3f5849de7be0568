/** Gathers what the guards judge. */
import type { GuardFinding } from '#ipc/views'
import { parseCertificate } from '#core/certificate/certificate'
import type { Trust } from '../trust/trust.ts'
import { certificateView } from '../verify/view.ts'
import { judgeGuards, type GuardFacts, type RevocationState } from './guards.ts'
import type { Project } from '../projects/project.ts'
import { bidderOf, guardFactsOf, type Bidder } from './project-facts.ts'

const revocationOf = async (bidder: Bidder, trust: Trust, now: Date): Promise<RevocationState> => {
  const judged = await Promise.all([
    trust.judge(bidder.signing, now, 'sign'),
    trust.judge(bidder.encryption, now, 'encrypt'),
  ])
  const reason = judged.map((one) => one.reason).find((one) => one !== null)
  if (reason) return { state: 'bad', reason: reason.code }
  return { state: judged.some(({ staleSince }) => staleSince !== null) ? 'stale' : 'good' }
}

const bidderFacts = async (bidder: Bidder, trust: Trust, now: Date): Promise<GuardFacts['bidder']> => {
  const [signing = new Uint8Array()] = bidder.signing
  const [encryption = new Uint8Array()] = bidder.encryption
  return {
    signing: certificateView(parseCertificate(signing), 'sign'),
    encryption: certificateView(parseCertificate(encryption), 'encrypt'),
    revocation: await revocationOf(bidder, trust, now),
  }
}

/** What stands against making the bid. Asks for revocation lists when they are not fresh. */
export const guardsOf = async (
  project: Project,
  { trust, now }: { readonly trust: Trust; readonly now: () => Date },
): Promise<readonly GuardFinding[]> => {
  const bidder = bidderOf(project)
  return judgeGuards({
    ...guardFactsOf(project),
    now: now(),
    bidder: bidder && (await bidderFacts(bidder, trust, now())),
  })
}
