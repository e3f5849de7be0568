/**
 * Asks a phone: shows codes until one is scanned, finds out whose phone it is, sends one request and
 * hands back the verified answer. When the phone refuses, the code runs out or the server is out of
 * reach, the job waits until somebody wants a fresh code.
 */
import { toHex } from '#core/bytes/bytes'
import { AppError, asAppError, type ErrorCode } from '#core/errors'
import { DesktopMachine } from '#core/pairing/desktop'
import { driveMachine } from '#core/pairing/driver'
import type { Desktop } from '#core/pairing/handshake'
import type { Answers, Intent, RequestBody, RequestKind } from '#core/pairing/messages'
import type { Clock, ConnectSocket, RandomBytes } from '#core/pairing/ports'
import type { PairingState, PairingView } from '#ipc/views'
import type { JobContext } from '../jobs/job.ts'
import type { Trust } from '../trust/trust.ts'
import { verifyIntroduction, type Phone } from './phone.ts'
import { reasonOf } from './refusal.ts'

export interface PairingPorts {
  readonly desktop: () => Desktop
  /** The server's address at the time. */
  readonly server: () => string
  readonly trust: Trust
  readonly connect: ConnectSocket
  readonly clock: Clock
  readonly random: RandomBytes
}

export type BodyOf<Kind extends RequestKind> = Extract<RequestBody, { kind: Kind }>['body']

export interface Question<Kind extends RequestKind> {
  readonly kind: Kind
  readonly intent: Intent
  /** What the window lists while it waits. */
  readonly documents: PairingView['documents']
  /** Whose phone it must be; null where anybody's will do. */
  readonly bidder: { readonly company: string; readonly creditCode: string } | null
  /** Rejects when this phone cannot help, before it is asked for a PIN. */
  readonly admit?: (phone: Phone) => Promise<void>
  /** What to ask; may wait for work that is not yet done. */
  readonly body: (phone: Phone) => Promise<BodyOf<Kind>>
}

export interface Answered<Kind extends RequestKind> {
  readonly phone: Phone
  readonly answer: Answers[Kind]
}

/** Ways in which a pairing ends without having failed: a fresh code may do better. */
const GIVEN_UP: { readonly [code in ErrorCode]?: PairingState } = {
  'request-refused': 'refused',
  'request-expired': 'expired',
  'qr-expired': 'expired',
  'relay-unreachable': 'unreachable',
  'relay-limit': 'unreachable',
  'unknown-session': 'unreachable',
}

/** What a phone is told when somebody wants a fresh code. */
const STARTED_OVER = 'request-cancelled' satisfies ErrorCode

const STATES = {
  waiting: 'waiting',
  expired: 'expired',
  scanned: 'scanned',
  introduced: 'scanned',
  admitted: 'scanned',
  asked: 'confirming',
  answered: 'done',
  failed: 'refused',
} as const satisfies Record<DesktopMachine['state'], PairingState>

/** The first and last eight digits, as both screens show them. */
const abridged = (hash: Uint8Array): string => toHex(hash).replace(/^(.{8}).*(.{8})$/, '$1…$2')

const isSameCompany = (phone: Phone, bidder: NonNullable<Question<RequestKind>['bidder']>): boolean =>
  bidder.creditCode !== '' && phone.certificate.creditCode === bidder.creditCode

/** One code after the other on one machine, up to one answer. Null: somebody wants to start over. */
const attempt = <Kind extends RequestKind>(
  ports: PairingPorts,
  question: Question<Kind>,
  context: JobContext,
): Promise<Answered<Kind> | null> =>
  new Promise((resolve, reject) => {
    const { intent, documents, bidder } = question
    const server = ports.server()
    const { clock, connect, random, trust } = ports
    const machine = new DesktopMachine({ intent, desktop: ports.desktop(), server, random })
    let phone: Phone | null = null
    let isChecking = false
    let isOver = false

    const state = (): PairingState => {
      if (machine.failure !== null) return GIVEN_UP[machine.failure.code] ?? 'refused'
      const isStuck = driver.trouble !== null && machine.state !== 'answered'
      return isStuck ? 'unreachable' : STATES[machine.state]
    }
    const view = (): PairingView => ({
      state: state(),
      intent,
      qr: machine.offer?.text ?? null,
      until: machine.offer?.freshUntil ?? machine.nextTick ?? 0,
      code: machine.code,
      phone: phone && {
        company: phone.certificate.company,
        creditCode: phone.certificate.creditCode,
        person: phone.person,
        device: phone.device,
        notAfter: phone.certificate.notAfter.toISOString(),
      },
      sameCompany: phone && bidder && isSameCompany(phone, bidder),
      documents,
      digest: machine.requestHash && abridged(machine.requestHash),
      reason: reasonOf(machine.failure),
    })
    const show = (): void => {
      if (!isOver) context.pairing(view())
    }

    const settle = (finish: () => void): void => {
      if (isOver) return
      isOver = true
      context.signal.removeEventListener('abort', cancel)
      context.offersCode(null)
      driver.close()
      finish()
    }
    /** Ends the pairing on both sides, and the question unless a fresh code may help. */
    const fail = (cause: unknown): void => {
      const error = asAppError(cause)
      driver
        .act((now) => machine.fail(error, now))
        .catch(() => undefined) // The first error is the one that counts.
        .finally(() => {
          if (GIVEN_UP[error.code] === undefined) settle(() => reject(error))
        })
    }
    const cancel = (): void => fail(new AppError('cancelled'))
    const startOver = (): void => {
      if (machine.state === 'expired') driver.act((now) => machine.show(now)).catch(fail)
      else {
        driver
          .act((now) => machine.fail(new AppError(STARTED_OVER), now))
          .catch(() => undefined) // The next attempt is a machine of its own.
          .finally(() => settle(() => resolve(null)))
      }
    }

    const check = async (): Promise<void> => {
      const { introduction } = machine
      if (introduction === null) return
      const known = await verifyIntroduction(introduction, machine, trust, new Date(clock.now()))
      phone = known
      show()
      if (bidder !== null && !isSameCompany(known, bidder))
        throw new AppError('wrong-company', { needed: bidder.company, scanned: known.certificate.company })
      await question.admit?.(known)
      await driver.act(async () => {
        if (machine.state === 'introduced') machine.admit(known.certificate.spki)
        return []
      })
      const body = await question.body(known)
      const request = { kind: question.kind, body } as RequestBody
      await driver.act((now) => (machine.state === 'admitted' ? machine.ask(request, now) : Promise.resolve([])))
    }

    /** What ends the job is told by the job: the window would show it as a refusal for a moment. */
    const onChange = (): void => {
      if (isOver) return
      const { failure, state: reached } = machine
      if (failure?.code === STARTED_OVER) return settle(() => resolve(null))
      if (failure !== null && GIVEN_UP[failure.code] === undefined) return settle(() => reject(failure))
      show()
      if (reached === 'introduced' && !isChecking) {
        isChecking = true
        check().catch(fail)
      }
      if (reached === 'answered' && phone !== null) {
        const answered = { phone, answer: machine.answer as Answers[Kind] }
        settle(() => resolve(answered))
      }
    }

    const driver = driveMachine(machine, { server, role: 'desktop', connect, clock, random, onChange })
    context.signal.addEventListener('abort', cancel, { once: true })
    context.offersCode(startOver)
    if (context.signal.aborted) cancel()
    else driver.act((now) => machine.show(now)).catch(fail)
  })

/**
 * Rejects with `cancelled`, `wrong-company`, `peer-unauthenticated`, the fault of a certificate, what
 * `admit` and `body` reject with, or the phone's refusal other than a plain no.
 */
export const askPhone = async <Kind extends RequestKind>(
  ports: PairingPorts,
  question: Question<Kind>,
  context: JobContext,
): Promise<Answered<Kind>> => {
  for (;;) {
    const answered = await attempt(ports, question, context)
    if (answered !== null) return answered
  }
}
