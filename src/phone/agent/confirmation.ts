/** One scanned code: introduces the phone, shows what is asked, and answers once the PIN is given. */
import { toBase64url } from '#core/bytes/base64url'
import { AppError, asAppError, errorShape, type ErrorShape } from '#core/errors'
import { driveMachine } from '#core/pairing/driver'
import { NOTHING } from '#core/pairing/effects'
import { MAX_OLDER, type Introduction, type RefusalCode } from '#core/pairing/messages'
import { PhoneMachine, type PhoneState } from '#core/pairing/phone'
import type { Clock, ConnectSocket, RandomBytes } from '#core/pairing/ports'
import { signProof } from '#core/pairing/proof'
import type { Qr } from '#core/pairing/qr'
import { getReady, makeAnswer } from './answer.ts'
import { encryptionCertificates, type Credential } from './credential.ts'
import type { History } from './history.ts'
import { bidFacts, inspectRequest } from './request.ts'
import type { Vault } from './vault.ts'
import type { Confirmation, ConfirmationView, CredentialView, HistoryEntry, RequestView } from './views.ts'

export interface ConfirmationPorts {
  /** The server's http address. */
  readonly server: string
  readonly connect: ConnectSocket
  readonly clock: Clock
  readonly random: RandomBytes
  readonly vault: Vault
  readonly history: History
}

export interface LiveConfirmation extends Confirmation {
  /** The page is visible again or the network is back. */
  wake(): void
}

const STATES = {
  connecting: 'connecting',
  welcomed: 'connecting',
  waiting: 'waiting-for-request',
  asked: 'asked',
  answered: 'handing-over',
  refused: 'refused',
  cancelled: 'cancelled',
  expired: 'expired',
  failed: 'failed',
  done: 'done',
} as const satisfies Record<PhoneState, ConfirmationView['state']>

/** The ends, and how the history tells them. */
const ENDS: Readonly<Partial<Record<PhoneState, HistoryEntry['outcome']>>> = {
  refused: 'refused',
  cancelled: 'cancelled',
  expired: 'expired',
  failed: 'failed',
  done: 'confirmed',
}

const seals = ({ documents }: RequestView): number =>
  documents.flatMap((document) => document.seals).reduce((sum, { count }) => sum + count, 0)

const triesIn = ({ code, details }: AppError): number | null => {
  if (code === 'pin-locked') return 0
  return code === 'pin-wrong' && typeof details.triesLeft === 'number' ? details.triesLeft : null
}

/** Begins to talk to the desktop that has shown the code. */
export const openConfirmation = (
  ports: ConfirmationPorts,
  { qr, own, credential }: { readonly qr: Qr; readonly own: Credential; readonly credential: CredentialView },
): LiveConfirmation => {
  const { server, connect, clock, random, vault, history } = ports
  const machine = new PhoneMachine({ qr, origin: server, device: own.device })
  const listeners = new Set<() => void>()
  let isKnown: boolean | null = null
  let isIntroducing = false
  let isLooking = false
  let request: RequestView | null = null
  /** Why the phone itself has said no. */
  let fault: AppError | null = null
  let triesLeft: number | null = null
  let confirming: Promise<void> | null = null
  let isRecorded = false

  const notify = (): void => {
    for (const listener of listeners) listener()
  }

  const record = async (outcome: HistoryEntry['outcome']): Promise<void> => {
    const asked = machine.request
    if (isRecorded || asked === null) return
    isRecorded = true
    await history.add({
      at: clock.now(),
      kind: asked.kind,
      intent: machine.intent,
      outcome,
      computer: machine.desktop?.name ?? '',
      tender: request?.tender?.name ?? '',
      documents: request?.documents.length ?? 0,
      seals: request === null ? 0 : seals(request),
      ...(request === null ? {} : bidFacts(asked, encryptionCertificates(own))),
    })
  }

  /** What the phone does by itself: an error there ends the pairing. */
  const byItself = (work: Promise<void>): void => {
    work
      .catch((error: unknown) => driver.act((now) => machine.fail(asAppError(error), now)))
      .catch(() => {
        // It cannot even fail: the deadline will end it.
      })
  }

  const introduce = async (): Promise<void> => {
    const { desktop, introductionBytes } = machine
    isKnown = desktop !== null && (await history.isKnown(desktop.id))
    const older = own.older.slice(0, MAX_OLDER).map(({ encryption: [leaf] }) => toBase64url(leaf))
    const facts: Omit<Introduction, 'type'> = {
      signing: own.signing.map(toBase64url),
      encryption: own.encryption.map(toBase64url),
      ...(older.length === 0 ? {} : { older }),
      person: credential.person,
      device: own.device,
      deviceKey: toBase64url(own.deviceKeys.publicKey),
      endorsement: toBase64url(own.endorsement),
      proof: toBase64url(await signProof(own.deviceKeys.proof, introductionBytes)),
    }
    await driver.act((now) => (machine.state === 'welcomed' ? machine.introduce(facts, now) : Promise.resolve(NOTHING)))
  }

  const say = (code: RefusalCode, reason: string | null): Promise<void> =>
    driver.act((now) => (machine.state === 'answered' ? Promise.resolve(NOTHING) : machine.refuse(code, reason, now)))

  /** Says no without asking anybody. The desktop knows from the introduction whose phone this is. */
  const decline = async (error: AppError, code: RefusalCode, reason: string | null): Promise<void> => {
    fault = error
    await record('failed')
    await say(code, reason)
  }

  const look = async (): Promise<void> => {
    const { request: asked, requestHash: hash, answerUntil: expiresAt, intent } = machine
    if (asked === null || hash === null || expiresAt === null) return
    const encryption = encryptionCertificates(own)
    try {
      request = inspectRequest(asked, { intent, hash, expiresAt, encryption, origin: new URL(server).origin })
    } catch (cause) {
      const error = asAppError(cause)
      if (error.code === 'wrong-certificate')
        return decline(error, 'wrong-certificate', encryption[0]?.fingerprint ?? null)
      return decline(error, 'malformed', null)
    }
    getReady(asked).catch(() => {
      // While somebody looks; what is missing then is asked for again with the PIN.
    })
    await driver.act((now) => machine.seen(now))
  }

  const advance = (): void => {
    if (machine.state === 'welcomed' && !isIntroducing) {
      isIntroducing = true
      byItself(introduce())
    }
    if (machine.state === 'asked' && !isLooking) {
      isLooking = true
      byItself(look())
    }
    const end = ENDS[machine.state]
    if (end !== undefined) byItself(record(end))
    notify()
  }

  const driver = driveMachine(machine, { server, role: 'phone', connect, clock, random, onChange: advance })

  const requireAsked = (): void => {
    if (machine.state === 'asked' && request !== null) return
    throw fault ?? machine.failure ?? new AppError('request-cancelled')
  }

  /** Signs and answers between two other things: a request that was cancelled meanwhile is not signed. */
  const answer = async (pin: string): Promise<void> => {
    requireAsked()
    if (request !== null) await getReady(request)
    const keys = await vault.openKeys(own.id, pin).catch(async (cause: unknown) => {
      const error = asAppError(cause)
      triesLeft = triesIn(error) ?? triesLeft
      if (error.code === 'pin-locked') await decline(error, 'locked', null)
      throw error
    })
    triesLeft = null
    let isAnswered = false
    try {
      await driver.act(async (now) => {
        requireAsked()
        if (machine.request === null) return NOTHING
        const body = await makeAnswer(machine.request, own, keys)
        const effects = await machine.answer(body, await signProof(keys.sign, machine.confirmBytes), now)
        isAnswered = true
        return effects
      })
    } catch (error) {
      if (machine.state === 'asked' && request?.kind === 'unwrap')
        await decline(asAppError(error), 'unwrap-failed', null)
      throw error
    }
    if (!isAnswered) throw new AppError('request-cancelled')
    await record('confirmed')
    if (machine.desktop !== null) await history.remember(machine.desktop.id, clock.now())
  }

  const state = (): ConfirmationView['state'] => {
    if (machine.state === 'refused' && fault !== null) return 'failed'
    if (machine.state !== 'asked') return STATES[machine.state]
    if (request === null) return 'waiting-for-request'
    return confirming === null ? 'asked' : 'working'
  }

  const error = (): ErrorShape | null => {
    if (fault !== null) return errorShape(fault)
    if (machine.state === 'failed' || machine.state === 'expired') return machine.failure && errorShape(machine.failure)
    const isOver = ENDS[machine.state] !== undefined
    return isOver || driver.trouble === null ? null : { code: driver.trouble, details: {} }
  }

  byItself(driver.act((now) => machine.start(now)))

  return {
    view: () => ({
      state: state(),
      intent: machine.intent,
      code: machine.code,
      computer:
        machine.desktop === null || isKnown === null
          ? null
          : { id: machine.desktop.id, name: machine.desktop.name, known: isKnown },
      credential,
      request,
      error: error(),
      triesLeft,
    }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    confirm: (pin) => {
      if (machine.state === 'answered' || machine.state === 'done') return confirming ?? Promise.resolve()
      if (confirming === null) {
        confirming = answer(pin).finally(() => {
          confirming = null
          notify()
        })
        notify()
      }
      return confirming
    },
    refuse: async (reason) => {
      if (ENDS[machine.state] !== undefined || machine.state === 'answered') return
      await record('refused')
      await say('refused', reason ?? null)
    },
    close: () => {
      listeners.clear()
      say('refused', null)
        .catch(() => {
          // Nobody is left to be told.
        })
        .finally(() => driver.close())
    },
    wake: () => driver.wake(),
  }
}
