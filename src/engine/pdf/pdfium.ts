/** PDFium in WebAssembly over files that are read piece by piece: opening 1 GB reads less than 1 MB. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync, type Stats } from 'node:fs'
import { createRequire } from 'node:module'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import { AppError } from '#core/errors'
import { fileError } from '../files/errors.ts'

const BGRA = 4
const WHITE = 0xffffffff
const ANNOTATIONS = 0x01
const RGBA_ORDER = 0x10
const WRONG_PASSWORD = 4
const MAX_PIXELS = 40_000_000
const MAX_FILE = 0xffff_ffff
const MAX_DOCUMENTS = 4
/** PDFium keeps what it decoded until the document is closed. */
const MAX_RENDERS = 200

/** Where PDFium's WebAssembly lies: beside its package, which is never bundled. */
export const wasmPath = (): string => createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')

export interface Picture {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Four bytes a pixel, white ground, without alpha. */
  readonly rgba: Uint8Array
}

interface OpenDocument {
  readonly handle: number
  readonly stat: Stats
  /** The form environment: without it PDFium leaves out widgets, and so the first seal. */
  readonly form: number
  renders: number
  close(): void
}

/** Draws pages; keeps the last documents open. Not to be shared between threads. */
export interface Renderer {
  /**
   * A page (from 1) as it is displayed, with its annotations, `width` pixels wide. Throws
   * `file-not-found`, `file-unreadable`, `pdf-encrypted`, `pdf-damaged`, `page-not-found` or
   * `invalid-input` when the picture would be too large.
   */
  render(path: string, page: number, width: number): Picture
  close(): void
}

/** The memory of a module; it moves when it grows, so it is asked for each time. */
const memoryOf = ({ pdfium }: WrappedPdfiumModule): Uint8Array => {
  if ('HEAPU8' in pdfium && pdfium.HEAPU8 instanceof Uint8Array) return pdfium.HEAPU8
  throw new AppError('internal', { reason: 'PDFium has no memory' })
}

const openFile = (path: string): number => {
  try {
    return openSync(path, 'r')
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}

const openDocument = (module: WrappedPdfiumModule, path: string): OpenDocument => {
  const { pdfium } = module
  const file = openFile(path)
  const stat = fstatSync(file)
  const { size } = stat
  const readBlock = (_: number, position: number, buffer: number, length: number): number => {
    const target = memoryOf(module).subarray(buffer >>> 0, (buffer >>> 0) + (length >>> 0))
    try {
      return readSync(file, target, 0, target.length, position >>> 0) === target.length ? 1 : 0
    } catch {
      return 0
    }
  }
  const callback: number = pdfium.addFunction(readBlock, 'iiiii')
  const access = pdfium.wasmExports.malloc(12)
  const release = (): void => {
    pdfium.wasmExports.free(access)
    pdfium.removeFunction(callback)
    closeSync(file)
  }
  pdfium.setValue(access, size | 0, 'i32')
  pdfium.setValue(access + 4, callback, 'i32')
  pdfium.setValue(access + 8, 0, 'i32')
  const handle = size > MAX_FILE ? 0 : module.FPDF_LoadCustomDocument(access, '')
  if (handle === 0) {
    const isEncrypted = module.FPDF_GetLastError() === WRONG_PASSWORD
    release()
    if (size > MAX_FILE) throw new AppError('pdf-unsupported', { reason: 'file too large to show' })
    throw new AppError(isEncrypted ? 'pdf-encrypted' : 'pdf-damaged', { reason: 'PDFium' })
  }
  const formInfo = module.PDFiumExt_OpenFormFillInfo()
  const form = module.PDFiumExt_InitFormFillEnvironment(handle, formInfo)
  return {
    handle,
    stat,
    form,
    renders: 0,
    close: () => {
      module.PDFiumExt_ExitFormFillEnvironment(form)
      module.PDFiumExt_CloseFormFillInfo(formInfo)
      module.FPDF_CloseDocument(handle)
      release()
    },
  }
}

const draw = (module: WrappedPdfiumModule, form: number, page: number, width: number): Picture => {
  const height = Math.max(1, Math.round((width * module.FPDF_GetPageHeightF(page)) / module.FPDF_GetPageWidthF(page)))
  if (!(width * height <= MAX_PIXELS)) throw new AppError('invalid-input', { reason: 'picture too large' })
  const size = width * height * 4
  const pixels = module.pdfium.wasmExports.malloc(size)
  const bitmap = pixels === 0 ? 0 : module.FPDFBitmap_CreateEx(width, height, BGRA, pixels, width * 4)
  try {
    if (bitmap === 0) throw new AppError('internal', { reason: 'PDFium has no memory' })
    module.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
    module.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, ANNOTATIONS | RGBA_ORDER)
    module.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, ANNOTATIONS | RGBA_ORDER)
    return { width, height, rgba: memoryOf(module).slice(pixels, pixels + size) }
  } finally {
    if (bitmap !== 0) module.FPDFBitmap_Destroy(bitmap)
    module.pdfium.wasmExports.free(pixels)
  }
}

const isStale = ({ stat, renders }: OpenDocument, path: string): boolean => {
  const now = statSync(path, { throwIfNoEntry: false })
  const isSame = now?.ino === stat.ino && now.size === stat.size && now.mtimeMs === stat.mtimeMs
  return renders >= MAX_RENDERS || !isSame
}

/** Starts PDFium. */
export const startRenderer = async (): Promise<Renderer> => {
  const wasm = readFileSync(wasmPath())
  const overrides = { wasmBinary: new Uint8Array(wasm).buffer }
  const module = await init(overrides)
  module.PDFiumExt_Init()
  const documents = new Map<string, OpenDocument>()

  const drop = (key: string): void => {
    documents.get(key)?.close()
    documents.delete(key)
  }

  const documentFor = (path: string): OpenDocument => {
    const known = documents.get(path)
    if (known !== undefined && isStale(known, path)) drop(path)
    const document = documents.get(path) ?? openDocument(module, path)
    documents.delete(path)
    documents.set(path, document)
    if (documents.size > MAX_DOCUMENTS) drop(documents.keys().next().value ?? path)
    return document
  }

  return {
    render: (path, number, width) => {
      const document = documentFor(path)
      document.renders++
      const pages = module.FPDF_GetPageCount(document.handle)
      if (number < 1 || number > pages) throw new AppError('page-not-found', { page: number, pages })
      const page = module.FPDF_LoadPage(document.handle, number - 1)
      if (page === 0) throw new AppError('pdf-damaged', { reason: 'page', page: number })
      module.FORM_OnAfterLoadPage(page, document.form)
      try {
        return draw(module, document.form, page, width)
      } finally {
        module.FORM_OnBeforeClosePage(page, document.form)
        module.FPDF_ClosePage(page)
      }
    },
    close: () => {
      for (const path of [...documents.keys()]) drop(path)
    },
  }
}
