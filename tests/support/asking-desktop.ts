/** A desktop that shows a code, checks who answers it, and asks one thing. */
import { decoded } from '#core/bytes/base64url'
import { parseCertificate } from '#core/certificate/certificate'
import { DesktopMachine } from '#core/pairing/desktop'
import { driveMachine, type Driver } from '#core/pairing/driver'
import type { Introduction, Intent, RequestBody } from '#core/pairing/messages'
import type { ConnectSocket } from '#core/pairing/ports'
import { endorsementBytes, isProof } from '#core/pairing/proof'
import { connectNodeSocket } from '#engine/pairing/node-socket'
import { systemClock } from '#engine/clock'
import { desktop, random } from './pairing.ts'

export interface AskingDesktop {
  readonly machine: DesktopMachine
  readonly driver: Driver
  /** The code to scan. */
  readonly code: Promise<string>
  /** Resolves once this holds; rejects when the pairing has failed. */
  until(isReached: (machine: DesktopMachine) => boolean): Promise<void>
  close(): void
}

const isGenuine = async (machine: DesktopMachine, { signing, deviceKey, endorsement, proof }: Introduction) => {
  const { spki } = parseCertificate(decoded(signing[0] ?? ''))
  const key = decoded(deviceKey)
  const isEndorsed = await isProof(spki, endorsementBytes(key), decoded(endorsement))
  if (!isEndorsed || !(await machine.isIntroductionGenuine(key, decoded(proof)))) throw new Error('an impostor')
  return spki
}

/** @param body What to ask, once it is known who answers. */
export const askingDesktop = (
  server: string,
  intent: Intent,
  body: (introduction: Introduction) => RequestBody | Promise<RequestBody>,
  connect: ConnectSocket = connectNodeSocket,
): AskingDesktop => {
  const machine = new DesktopMachine({ intent, desktop, server, random })
  const waiting = new Set<() => void>()
  let broken: unknown = null
  let isAsking = false

  const ask = async (introduction: Introduction): Promise<void> => {
    const spki = await isGenuine(machine, introduction)
    const request = await body(introduction)
    await driver.act((now) => {
      machine.admit(spki)
      return machine.ask(request, now)
    })
  }
  const onChange = (): void => {
    const { introduction } = machine
    if (machine.state === 'introduced' && introduction !== null && !isAsking) {
      isAsking = true
      ask(introduction).catch((error: unknown) => {
        broken = error
        onChange()
      })
    }
    for (const check of waiting) check()
  }
  const driver = driveMachine(machine, { server, role: 'desktop', connect, clock: systemClock, random, onChange })

  const until: AskingDesktop['until'] = (isReached) =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (!isReached(machine) && machine.failure === null && broken === null) return
        waiting.delete(check)
        if (isReached(machine)) resolve()
        else reject(machine.failure ?? new Error('a step has failed', { cause: broken }))
      }
      waiting.add(check)
      check()
    })

  const code = driver.act((now) => machine.show(now)).then(() => machine.offer?.text ?? '')
  return { machine, driver, code, until, close: () => driver.close() }
}
