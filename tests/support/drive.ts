/** Two machines that pair through a relay by themselves, with everything that people decide given beforehand. */
import { DesktopMachine } from '#core/pairing/desktop'
import { driveMachine, type Driver } from '#core/pairing/driver'
import type { RequestBody } from '#core/pairing/messages'
import { PhoneMachine } from '#core/pairing/phone'
import type { ConnectSocket } from '#core/pairing/ports'
import { parseQr } from '#core/pairing/qr'
import { connectNodeSocket } from '#engine/pairing/node-socket'
import { systemClock } from '#engine/clock'
import { desktop, random, signAnswer, type Owner } from './pairing.ts'

export interface Side<Machine> {
  readonly machine: Machine
  readonly driver: Driver
  /** Resolves once this holds; rejects when the machine fails first. */
  until(isReached: () => boolean): Promise<void>
}

interface Common {
  readonly failure: Error | null
}

/** Runs `step` after every change, one at a time, and wakes whoever waits for something. */
const side = <Machine extends Parameters<typeof driveMachine>[0] & Common>(
  machine: Machine,
  options: { server: string; role: 'desktop' | 'phone'; connect: ConnectSocket },
  step: (driver: Driver) => Promise<void>,
): Side<Machine> => {
  const waiting = new Set<() => void>()
  let steps: Promise<void> = Promise.resolve()
  const onChange = (): void => {
    steps = steps.then(() => step(driver)).catch((error: unknown) => void (broken = error))
    for (const check of waiting) check()
  }
  let broken: unknown = null
  const driver = driveMachine(machine, { ...options, clock: systemClock, random, onChange })
  const until = (isReached: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const isOver = isReached() || machine.failure !== null || broken !== null
        if (!isOver) return
        waiting.delete(check)
        if (isReached()) resolve()
        else reject(machine.failure ?? new Error('a step has failed', { cause: broken }))
      }
      waiting.add(check)
      check()
    })
  return { machine, driver, until }
}

export const desktopSide = (
  server: string,
  owner: Owner,
  request: RequestBody,
  connect: ConnectSocket = connectNodeSocket,
): Side<DesktopMachine> => {
  const machine = new DesktopMachine({ intent: 'sign', desktop, server, random })
  return side(machine, { server, role: 'desktop', connect }, async (driver) => {
    if (machine.state !== 'introduced') return
    await driver.act((now) => {
      if (machine.state !== 'introduced') return Promise.resolve([])
      machine.admit(owner.signingKey)
      return machine.ask(request, now)
    })
  })
}

export const phoneSide = (
  server: string,
  owner: Owner,
  qr: string,
  connect: ConnectSocket = connectNodeSocket,
): Side<PhoneMachine> => {
  const machine = new PhoneMachine({ qr: parseQr(qr), origin: server, device: '测试手机' })
  return side(machine, { server, role: 'phone', connect }, async (driver) => {
    if (machine.state === 'welcomed') {
      const facts = await owner.introduce(machine)
      await driver.act((now) => machine.introduce(facts, now))
    }
    if (machine.state === 'asked') {
      await driver.act((now) => machine.seen(now))
      const confirm = await owner.confirm(machine)
      await driver.act((now) => machine.answer(signAnswer(owner.certificate), confirm, now))
    }
  })
}
