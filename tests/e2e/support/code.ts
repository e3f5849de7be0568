/** Reads the QR code that a screen shows, as a camera would. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } })

/** The text of the pairing code in a window, read from a picture of it. Waits until there is one. */
export const readCode = async (page: Page): Promise<string> => {
  const picture = await page.getByRole('img', { name: '配对二维码' }).screenshot()
  const [code] = await readBarcodes(picture, { formats: ['QRCode'] })
  if (!code?.text) throw new Error('no code in the picture')
  return code.text
}
