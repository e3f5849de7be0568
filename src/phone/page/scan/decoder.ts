/** Reads QR codes out of pictures. Loaded when somebody scans, not before. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import program from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** Fetches the reader, so that the first picture does not wait for it. */
export const prepare = async (): Promise<void> => {
  await prepareZXingModule({ overrides: { locateFile: () => program }, fireImmediately: true })
}

/** The text of a QR code in the picture, or null. */
export const readCode = async (picture: ImageData): Promise<string | null> => {
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
  return found?.isValid && found.text !== '' ? found.text : null
}
