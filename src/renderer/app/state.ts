/** What the window shows. The engine holds the truth; this is its latest word and where the eye is. */
import type { ErrorCode, ErrorShape } from '#core/errors'
import type {
  BidFileView,
  FilePick,
  GuardFinding,
  JobView,
  ProjectSummary,
  ProjectView,
  ServerStatus,
  Settings,
  Step,
  VerifyReport,
} from '#ipc/views'
import type { PagePoint } from '../editor/seal/geometry.ts'

export type Screen = 'home' | 'editor' | 'decrypt' | 'verify' | 'settings'

export interface Failure {
  readonly error: ErrorShape
  readonly mismatch: JobView['mismatch']
  /** What the phone was asked for. */
  readonly job: JobView['kind'] | null
  /** Milliseconds since 1970. */
  readonly at: number
  /** The file it is about, where that is not the one on screen. */
  readonly subject: string | null
  /** What went wrong with several files, where that is not the same for all. */
  readonly causes?: readonly ErrorCode[]
  /** Where it was to be written. */
  readonly folder: string | null
  readonly retry: (() => void) | null
}

export interface Toast {
  readonly id: number
  readonly text: string
  readonly undo: (() => void) | null
}

/** A page of a document. Pages start at 1. */
export interface PageRef {
  readonly document: string
  readonly page: number
}

/** A seal that is being moved or has not been handed to the engine yet. */
export interface Draft {
  /** Null for a seal that comes from the panel. */
  readonly placement: string | null
  readonly seal: string
  readonly at: PageRef
  readonly point: PagePoint
}

export interface EditorState {
  readonly step: Step
  readonly page: PageRef | null
  /** Part that new documents go to. */
  readonly part: string | null
  /** Selected document in the make step. */
  readonly document: string | null
  /** Selected placement in the seal step. */
  readonly placement: string | null
  /** Where the selected placement stood when it was selected: Esc puts it back. */
  readonly origin: PagePoint | null
  readonly draft: Draft | null
  /** Pixels per millimetre as a share of 96 dpi, or fitted to the window. */
  readonly zoom: number | 'fit'
  readonly rulers: boolean
  readonly onlyUnsealed: boolean
  readonly guards: readonly GuardFinding[] | null
  /** Generating anew although there are files already. */
  readonly again: boolean
}

export interface AppState {
  readonly screen: Screen
  readonly settings: Settings | null
  readonly server: ServerStatus | null
  readonly projects: readonly ProjectSummary[] | null
  /** Selected project on the home screen. */
  readonly selected: string | null
  readonly project: ProjectView | null
  readonly editor: EditorState
  readonly jobs: { readonly [job: string]: JobView }
  /** The job this window has started and waits for. */
  readonly job: string | null
  /** The file on the decrypt screen. */
  readonly bid: { readonly file: BidFileView; readonly folder: string; readonly opened: string | null } | null
  /** The file on the verify screen. */
  readonly report: VerifyReport | null
  /** A file that is being read for the decrypt or verify screen. */
  readonly reading: FilePick | null
  readonly dialog: 'new-project' | 'phone' | null
  readonly failure: Failure | null
  readonly toasts: readonly Toast[]
  /** Calls that change something and have not been answered yet. */
  readonly saving: number
}

export const emptyEditor: EditorState = {
  step: 1,
  page: null,
  part: null,
  document: null,
  placement: null,
  origin: null,
  draft: null,
  zoom: 'fit',
  rulers: true,
  onlyUnsealed: false,
  guards: null,
  again: false,
}

export const initialState: AppState = {
  screen: 'home',
  settings: null,
  server: null,
  projects: null,
  selected: null,
  project: null,
  editor: emptyEditor,
  jobs: {},
  job: null,
  bid: null,
  report: null,
  reading: null,
  dialog: null,
  failure: null,
  toasts: [],
  saving: 0,
}
