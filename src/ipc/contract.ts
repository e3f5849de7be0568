/**
 * The contract between a window and the engine: every method with its input schema and output
 * type, and every event. Both hosts (Electron's MessagePort, the browser mode's WebSocket) carry
 * exactly this. The engine parses every input with these schemas; the window is never believed.
 */
import { z } from 'zod'
import type { ErrorShape } from '#core/errors'
import {
  PART_ROLES,
  type BidFileView,
  type FilePick,
  type GuardFinding,
  type JobView,
  type PageImage,
  type ProjectSummary,
  type ProjectView,
  type ServerStatus,
  type Settings,
  type VerifyReport,
} from './views.ts'

const projectId = z.string().regex(/^[a-z0-9]{16}$/)
const id = z.string().min(1).max(64)
const path = z.string().min(1).max(4096)
const title = z.string().trim().min(1).max(200)
const millimetres = z.number().min(-5000).max(5000)

const tenderFields = {
  tenderName: title,
  tenderId: z.string().trim().max(64),
  lot: z.string().trim().max(64),
  tenderee: z.string().trim().max(200),
  /** ISO 8601 with offset. */
  openingTime: z.iso.datetime({ offset: true }),
}

/** Where a seal stands: millimetres from the displayed page's top left corner to the seal's top left corner. */
const position = z.strictObject({ document: id, page: z.int().positive(), left: millimetres, top: millimetres })

const method = <Input extends z.ZodType, Output>(input: Input, output: Output) => ({ input, output })
/** Names an output type; there is no value behind it. */
const gives = <Output>(): Output => undefined as Output
const nothing = z.strictObject({})

export const methods = {
  'settings.read': method(nothing, gives<Settings>()),
  'settings.change': method(
    z
      .strictObject({
        server: z.url({ protocol: /^https?$/ }),
        language: z.enum(['zh-CN', 'en']),
        desktopName: title,
        outputFolder: path,
      })
      .partial(),
    gives<Settings>(),
  ),
  /** Adds a root certificate (PEM or DER file) after the user has compared its fingerprint. */
  'settings.addRoot': method(z.strictObject({ path, fingerprint: z.string() }), gives<Settings>()),
  'settings.readRoot': method(
    z.strictObject({ path }),
    gives<{ fingerprint: string; subject: string; notAfter: string }>(),
  ),
  'server.status': method(nothing, gives<ServerStatus>()),

  'projects.list': method(nothing, gives<readonly ProjectSummary[]>()),
  'projects.create': method(z.strictObject(tenderFields), gives<ProjectView>()),
  /** Takes the project's writing lock; `project-locked` when another window holds it. */
  'projects.open': method(z.strictObject({ project: projectId }), gives<ProjectView>()),
  'projects.close': method(z.strictObject({ project: projectId }), gives<null>()),
  'projects.change': method(
    z.strictObject({ project: projectId, change: z.strictObject(tenderFields).partial() }),
    gives<ProjectView>(),
  ),
  'projects.remove': method(z.strictObject({ project: projectId }), gives<null>()),
  'projects.undo': method(z.strictObject({ project: projectId }), gives<ProjectView>()),
  'projects.redo': method(z.strictObject({ project: projectId }), gives<ProjectView>()),

  /** Copies PDFs into the project. Files that are refused are named in `refused`, the others are added. */
  'parts.add': method(
    z.strictObject({ project: projectId, part: id, paths: z.array(path).min(1).max(200) }),
    gives<{ project: ProjectView; refused: readonly { path: string; error: ErrorShape }[] }>(),
  ),
  'parts.create': method(z.strictObject({ project: projectId, title, role: z.enum(PART_ROLES) }), gives<ProjectView>()),
  'parts.rename': method(z.strictObject({ project: projectId, part: id, title }), gives<ProjectView>()),
  'parts.remove': method(z.strictObject({ project: projectId, part: id }), gives<ProjectView>()),
  'documents.remove': method(z.strictObject({ project: projectId, document: id }), gives<ProjectView>()),
  /** Moves a document before the one at `index` in a part. */
  'documents.move': method(
    z.strictObject({ project: projectId, document: id, part: id, index: z.int().nonnegative() }),
    gives<ProjectView>(),
  ),
  /** A page as it looks on screen, `width` device pixels wide. Pages start at 1. */
  'documents.page': method(
    z.strictObject({ project: projectId, document: id, page: z.int().positive(), width: z.int().min(16).max(4096) }),
    gives<PageImage>(),
  ),

  'seals.place': method(z.strictObject({ project: projectId, seal: id, position }), gives<ProjectView>()),
  'seals.move': method(z.strictObject({ project: projectId, placement: id, position }), gives<ProjectView>()),
  'seals.remove': method(z.strictObject({ project: projectId, placement: id }), gives<ProjectView>()),
  /** Cuts the last seal round off a document (撤销签章). */
  'seals.undoRound': method(z.strictObject({ project: projectId, document: id }), gives<ProjectView>()),

  /** Read certificate: pairs a phone and pins the bidder to the project. Result: project. */
  'jobs.identify': method(z.strictObject({ project: projectId }), gives<{ job: string }>()),
  /** Seals and signs every document that has unsigned placements. Result: project. */
  'jobs.seal': method(z.strictObject({ project: projectId }), gives<{ job: string }>()),
  /** Makes .ebid and .nbid in a folder. Result: outputs of the project. */
  'jobs.generate': method(
    z.strictObject({ project: projectId, folder: path, twin: z.boolean() }),
    gives<{ job: string }>(),
  ),
  'jobs.rehearse': method(z.strictObject({ path, project: projectId.optional() }), gives<{ job: string }>()),
  /** Decrypts a bid file into a new folder inside `folder`. */
  'jobs.open': method(z.strictObject({ path, folder: path }), gives<{ job: string }>()),
  'jobs.read': method(z.strictObject({ job: id }), gives<JobView>()),
  'jobs.cancel': method(z.strictObject({ job: id }), gives<null>()),
  /** A fresh QR code for a job that waits for a scan or whose code has expired. */
  'jobs.showAgain': method(z.strictObject({ job: id }), gives<null>()),

  'generate.guards': method(z.strictObject({ project: projectId }), gives<readonly GuardFinding[]>()),
  'bidfile.inspect': method(z.strictObject({ path }), gives<BidFileView>()),
  'verify.file': method(z.strictObject({ path }), gives<VerifyReport>()),
  /** Writes a report as JSON beside other files. */
  'verify.export': method(z.strictObject({ path, target: path }), gives<null>()),
} as const

export type Methods = typeof methods
export type MethodName = keyof Methods
export type InputOf<Name extends MethodName> = z.input<Methods[Name]['input']>
export type OutputOf<Name extends MethodName> = Methods[Name]['output']

/** What the engine tells every window without being asked. */
export interface Events {
  readonly job: JobView
  readonly project: ProjectView
  readonly projects: readonly ProjectSummary[]
  readonly server: ServerStatus
}
export type EventName = keyof Events

/** On the wire: a call and its answer carry the same number. */
export type WireCall = { readonly call: number; readonly method: string; readonly input: unknown }
export type WireAnswer =
  | { readonly answer: number; readonly ok: true; readonly output: unknown }
  | { readonly answer: number; readonly ok: false; readonly error: ErrorShape }
export type WireEvent = { readonly event: EventName; readonly value: unknown }

/** What a window's host offers besides the engine: dialogs and the window itself. */
export interface Shell {
  readonly kind: 'electron' | 'browser'
  pickFiles(options: { kind: 'pdf' | 'bid' | 'any' | 'certificate'; multiple: boolean }): Promise<readonly FilePick[]>
  pickFolder(suggested?: string): Promise<string | null>
  /** Paths of dropped files. In browser mode the files are uploaded to the engine's inbox first. */
  pathsOf(files: readonly File[]): Promise<readonly FilePick[]>
  reveal(path: string): Promise<void>
  window(act: 'minimise' | 'maximise' | 'close'): void
}
