/** A desktop without a window that asks a phone for seals, and what a phone does with its code. */
import type { Locator, Page } from '@playwright/test'
import type { RequestBody } from '#core/pairing/messages'
import { askingDesktop, type AskingDesktop } from '../../support/asking-desktop.ts'
import { signRequest } from '../../support/pairing.ts'
import type { Server } from './server.ts'

/** Shows a code that asks for three seals, or for something else. */
export const show = ({ address }: Server, body: RequestBody = signRequest()): AskingDesktop =>
  askingDesktop(address, 'sign', () => body)

/** Opens an address anew, as a camera app does. */
export const visit = async (page: Page, address: string): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(address)
}

/** From the request to the PIN. */
export const toPin = (page: Page): Locator => page.getByRole('button', { name: '输入 PIN 码确认' })

/** Refuses what is asked, without a reason. */
export const refuse = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '拒绝' }).tap()
  await page.getByRole('dialog').getByRole('button', { name: '拒绝' }).tap()
}
