/** Both state machines of a pairing with a clock of their own each, handed frames by the test. */
import { DesktopMachine } from '#core/pairing/desktop'
import type { Effects } from '#core/pairing/effects'
import { PhoneMachine } from '#core/pairing/phone'
import { parseQr } from '#core/pairing/qr'
import { deliver, desktop as facts, owner, random, signAnswer, signRequest } from './pairing.ts'

export const SERVER = 'https://bid.example'
export const T = 1_790_000_000_000
/** The phone's clock is wrong by an hour and a half. */
export const P = T + 5_400_000

/** Whose phone it is. */
export const wang = await owner()
export const request = signRequest(1000)

/** A phone that has scanned a code. */
export const phoneFor = (code: string, origin = SERVER): PhoneMachine =>
  new PhoneMachine({ qr: parseQr(code), origin, device: '测试手机' })

export interface MachinePair {
  readonly desktop: DesktopMachine
  phone: PhoneMachine
  /** What the desktop says to it. */
  toDesktop(effects: Effects, now?: number): Promise<Effects>
  /** What the phone says to it. */
  toPhone(effects: Effects, now?: number): Promise<Effects>
  connect(): Promise<Effects>
  introduce(): Promise<Effects>
  /** Up to a phone that the desktop trusts. */
  admit(): Promise<void>
  /** Up to the request on the phone; returns the request's effects. */
  ask(): Promise<Effects>
  answer(now?: number): Promise<Effects>
}

/** A desktop that shows a code to sign, and a phone that has scanned it. */
export const machinePair = async (): Promise<MachinePair> => {
  const desktop = new DesktopMachine({ intent: 'sign', desktop: facts, server: SERVER, random })
  await desktop.show(T)
  const pair: MachinePair = {
    desktop,
    phone: phoneFor(desktop.offer?.text ?? ''),
    toDesktop: (effects, now = T) => deliver(effects, desktop, now),
    toPhone: (effects, now = P) => deliver(effects, pair.phone, now),
    connect: async () => pair.toPhone(await pair.toDesktop(await pair.phone.start(P))),
    introduce: async () => pair.toDesktop(await pair.phone.introduce(await wang.introduce(pair.phone), P)),
    admit: async () => {
      await pair.connect()
      await pair.introduce()
      desktop.admit(wang.signingKey)
    },
    ask: async () => {
      await pair.admit()
      const asked = await desktop.ask(request, T)
      await pair.toPhone(asked)
      return asked
    },
    answer: async (now = P) => pair.phone.answer(signAnswer(wang.certificate), await wang.confirm(pair.phone), now),
  }
  return pair
}
