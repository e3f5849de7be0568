/** A phone: a browser of its own at a phone's size, with the phone page and its own keys. */
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import type { Server } from './server.ts'
import { chromiumProgram, switches } from './chromium.ts'

const SIZE = { width: 390, height: 844 }

export interface PhoneOptions {
  /** Where the browser keeps its data; keys survive a restart there. */
  readonly folder: string
  /** A film (.y4m) that the camera sees; without one the phone has no camera. */
  readonly camera?: string
  /** It has one, but its owner has said no. */
  readonly isCameraForbidden?: boolean
}

export interface Phone {
  readonly page: Page
  readonly context: BrowserContext
  close(): Promise<void>
}

const cameraSwitches = ({ camera, isCameraForbidden }: PhoneOptions): string[] => [
  ...(camera || isCameraForbidden ? ['--use-fake-device-for-media-stream'] : []),
  ...(camera ? ['--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${camera}`] : []),
]

/** Switches a phone on and opens the phone page of a server. */
export const openPhone = async (server: Pick<Server, 'address'>, options: PhoneOptions): Promise<Phone> => {
  const context = await chromium.launchPersistentContext(options.folder, {
    ...chromiumProgram(),
    headless: true,
    args: [...switches(), ...cameraSwitches(options)],
    viewport: SIZE,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    permissions: options.camera ? ['camera'] : [],
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${server.address}/p/`)
  return { page, context, close: () => context.close() }
}
