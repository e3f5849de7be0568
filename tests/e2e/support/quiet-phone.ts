/** A phone without a screen in front of a real window. */
import type { Confirmation } from '#agent/views'
import { PIN, untilState, type TestPhone } from '../../support/phone.ts'
import { readCode } from './code.ts'
import type { Desktop } from './desktop.ts'

/** Scans what the window shows; resolves when the phone has been asked. */
export const scanOn = async ({ page }: Desktop, { agent }: TestPhone): Promise<Confirmation> => {
  const confirmation = await agent.scan(await readCode(page))
  await untilState(confirmation, 'asked')
  return confirmation
}

/** Scans and confirms with the PIN. */
export const confirmOn = async (desktop: Desktop, phone: TestPhone): Promise<void> =>
  (await scanOn(desktop, phone)).confirm(PIN)
