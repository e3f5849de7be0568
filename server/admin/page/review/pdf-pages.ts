/** Pages of a PDF as pictures, drawn by PDFium in WebAssembly. It is fetched when the first PDF is shown. */
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import wasmAddress from '@embedpdf/pdfium/pdfium.wasm?url'

const BGRA = 4
const WHITE = 0xffffffff
const ANNOTATIONS = 0x01
const RGBA_ORDER = 0x10
/** Of a drawn page, in pixels: more than a screen needs, and no page makes it much more. */
const WIDTH = 1400
const MAX_HEIGHT = 6000

export interface PdfPages {
  readonly count: number
  /** @param number from 1 */
  draw(number: number): ImageData
  close(): void
}

/** The memory of a module; it moves when it grows, so it is asked for each time. */
const memoryOf = ({ pdfium }: WrappedPdfiumModule): Uint8Array => {
  if ('HEAPU8' in pdfium && pdfium.HEAPU8 instanceof Uint8Array) return pdfium.HEAPU8
  throw new TypeError('PDFium has no memory')
}

const start = async (): Promise<WrappedPdfiumModule> => {
  const wasmBinary = await (await fetch(wasmAddress)).arrayBuffer()
  const overrides = { wasmBinary }
  const module = await init(overrides)
  module.PDFiumExt_Init()
  return module
}

let started: Promise<WrappedPdfiumModule> | null = null

const draw = (module: WrappedPdfiumModule, form: number, page: number): ImageData => {
  const ratio = module.FPDF_GetPageHeightF(page) / module.FPDF_GetPageWidthF(page)
  const height = Math.max(1, Math.min(MAX_HEIGHT, Math.round(WIDTH * ratio)))
  const size = WIDTH * height * 4
  const pixels = module.pdfium.wasmExports.malloc(size)
  const bitmap = module.FPDFBitmap_CreateEx(WIDTH, height, BGRA, pixels, WIDTH * 4)
  try {
    module.FPDFBitmap_FillRect(bitmap, 0, 0, WIDTH, height, WHITE)
    module.FPDF_RenderPageBitmap(bitmap, page, 0, 0, WIDTH, height, 0, ANNOTATIONS | RGBA_ORDER)
    module.FPDF_FFLDraw(form, bitmap, page, 0, 0, WIDTH, height, 0, ANNOTATIONS | RGBA_ORDER)
    return new ImageData(new Uint8ClampedArray(memoryOf(module).slice(pixels, pixels + size)), WIDTH, height)
  } finally {
    module.FPDFBitmap_Destroy(bitmap)
    module.pdfium.wasmExports.free(pixels)
  }
}

/** Opens a PDF. Throws where it is none. */
export const openPages = async (bytes: Uint8Array): Promise<PdfPages> => {
  started ??= start()
  const module = await started
  const file = module.pdfium.wasmExports.malloc(bytes.length)
  memoryOf(module).set(bytes, file)
  const document = module.FPDF_LoadMemDocument(file, bytes.length, '')
  if (document === 0) {
    module.pdfium.wasmExports.free(file)
    throw new TypeError('no PDF')
  }
  /** Without a form environment PDFium leaves out widgets, and so seals. */
  const formInfo = module.PDFiumExt_OpenFormFillInfo()
  const form = module.PDFiumExt_InitFormFillEnvironment(document, formInfo)
  return {
    count: module.FPDF_GetPageCount(document),
    draw: (number) => {
      const page = module.FPDF_LoadPage(document, number - 1)
      if (page === 0) throw new TypeError('no page')
      module.FORM_OnAfterLoadPage(page, form)
      try {
        return draw(module, form, page)
      } finally {
        module.FORM_OnBeforeClosePage(page, form)
        module.FPDF_ClosePage(page)
      }
    },
    close: () => {
      module.PDFiumExt_ExitFormFillEnvironment(form)
      module.PDFiumExt_CloseFormFillInfo(formInfo)
      module.FPDF_CloseDocument(document)
      module.pdfium.wasmExports.free(file)
    },
  }
}
