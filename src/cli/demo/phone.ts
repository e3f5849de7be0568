/** A phone in this process: the agent that the phone page uses, without a page, over real sockets. */
import { randomBytes } from 'node:crypto'
import { createAgent, type SoftwareKeys } from '#agent/agent'
import { answerOf } from '#agent/http'
import { memoryStore } from '#agent/memory-store'
import type { Confirmation, ConfirmationView, CredentialView } from '#agent/views'
import { ownBytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { systemClock } from '#engine/clock'
import { connectNodeSocket } from '#engine/pairing/node-socket'
import type { JobView } from '#ipc/views'

const DEVICE = '演示手机'
const PIN = '483926'
const OVER: readonly ConfirmationView['state'][] = ['done', 'refused', 'cancelled', 'expired', 'failed']

export interface DemoPhone {
  readonly credential: CredentialView
  /**
   * Does what a person does with a phone beside a computer: scans the code when there is one,
   * compares the four digits, and confirms with the PIN. Call it with every change of the job.
   */
  watch(job: JobView): void
  /** Rejects when the phone could not do its part. */
  readonly trouble: Promise<never>
  /** Keys and certificates in files, for software: only a demo hands out a phone's keys. */
  exportSoftware(password: string): Promise<SoftwareKeys>
}

/** Gets certificates and a seal for a company from a server. */
export const enrolPhone = async (server: string, person: string, creditCode: string): Promise<DemoPhone> => {
  const agent = createAgent({
    server,
    store: memoryStore(),
    fetch: async (path, { method, body }) => {
      const init =
        body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      return answerOf(await fetch(new URL(path, server), { method, ...init }))
    },
    connect: connectNodeSocket,
    clock: systemClock,
    random: (length) => ownBytes(randomBytes(length)),
    device: DEVICE,
  })
  const credential = await agent.enrol({ person, creditCode, pin: PIN, device: DEVICE })

  let fail: (reason: unknown) => void = () => undefined
  const trouble = new Promise<never>((_, reject) => {
    fail = reject
  })
  trouble.catch(() => undefined) // Whoever runs a job hears of it.
  const scanned = new Set<string>()
  let latest: JobView | null = null

  const confirm = async (confirmation: Confirmation): Promise<void> => {
    const code = latest?.pairing?.code
    if (code && code !== confirmation.view().code) throw new AppError('peer-unauthenticated', { what: 'digits' })
    await confirmation.confirm(PIN)
  }
  const answer = async (qr: string): Promise<void> => {
    const confirmation = await agent.scan(qr)
    let asked = false
    const look = (): void => {
      const { state, error } = confirmation.view()
      if (state === 'failed' && error !== null) fail(new AppError(error.code, error.details))
      if (OVER.includes(state)) confirmation.close()
      if (state !== 'asked' || asked) return
      asked = true
      confirm(confirmation).catch(fail)
    }
    confirmation.onChange(look)
    look()
  }

  return {
    credential,
    trouble,
    watch: (job) => {
      latest = job
      const qr = job.pairing?.qr ?? null
      if (qr === null || scanned.has(job.id)) return
      scanned.add(job.id)
      answer(qr).catch(fail)
    },
    exportSoftware: (password) => agent.exportSoftware(credential.id, PIN, password),
  }
}
