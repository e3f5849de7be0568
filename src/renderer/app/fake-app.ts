/** An app without an engine, and a project on its desk. */
import type { MethodName } from '#ipc/contract'
import type { DocumentView, JobView, PlacementView, ProjectView, SealView } from '#ipc/views'
import type { Client } from '../client.ts'
import { createApp, type App } from './app.ts'
import { openProject } from './projects.ts'

export const NOW = Date.parse('2026-11-24T14:25:08+08:00')

export const certificate = {
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  serial: '5E2A 07D4 91C4',
  notBefore: '2025-03-18T00:00:00Z',
  notAfter: '2027-03-18T00:00:00Z',
  fingerprint: 'ab'.repeat(32),
}

export const seal = (): SealView => ({
  id: 'company',
  kind: 'company',
  name: '公章',
  width: 42,
  height: 42,
  image: new Uint8Array([1]),
  validTo: certificate.notAfter,
})

const document: DocumentView = {
  id: 'letter',
  name: '01 投标函.pdf',
  size: 1000,
  sha256: 'cd'.repeat(32),
  pages: [
    { width: 210, height: 297 },
    { width: 210, height: 297 },
  ],
  rounds: 0,
  importedAt: '2026-11-24T08:00:00Z',
}

export const placement: PlacementView = {
  id: 'one',
  seal: 'company',
  document: 'letter',
  page: 1,
  left: 100,
  top: 50,
  round: 0,
}

export const project = (change: Partial<ProjectView> = {}): ProjectView => ({
  id: 'a'.repeat(16),
  tenderName: '智慧矿山',
  tenderId: '',
  lot: '01',
  tenderee: '',
  openingTime: '2026-11-27T09:00:00+08:00',
  state: 'draft',
  step: 4,
  bidder: certificate.company,
  pages: 2,
  unsealedPages: 1,
  changedAt: '2026-11-24T08:00:00Z',
  folder: '/p',
  parts: [{ id: 'part', role: 'bid-letter', title: '投标函', documents: [document] }],
  placements: [placement],
  bidderDetails: {
    company: certificate.company,
    creditCode: certificate.creditCode,
    person: '王敏',
    device: '王敏的手机',
    signing: { ...certificate, usage: 'sign' },
    encryption: { ...certificate, usage: 'encrypt' },
    seals: [seal()],
  },
  formerSeals: [],
  outputs: null,
  canUndo: false,
  canRedo: false,
  writable: true,
  ...change,
})

export const job = (change: Partial<JobView> = {}): JobView => ({
  id: 'job',
  kind: 'seal',
  project: 'a'.repeat(16),
  state: 'running',
  phase: 'phone',
  phases: [],
  progress: null,
  pairing: null,
  error: null,
  notice: null,
  mismatch: null,
  target: null,
  ...change,
})

interface Call {
  readonly method: MethodName
  readonly input: unknown
}

/** An app whose engine answers from a table and remembers what it was asked. */
export const setUp = (answers: Partial<Record<MethodName, unknown>> = {}): { app: App; calls: Call[] } => {
  const calls: Call[] = []
  const call = (async (method: MethodName, input: unknown) => {
    calls.push({ method, input })
    const answer = answers[method]
    if (answer instanceof Error) throw answer
    return typeof answer === 'function' ? (answer as (input: unknown) => unknown)(input) : (answer ?? null)
  }) as Client['call']
  const app = createApp(
    {
      client: { call, on: () => () => undefined },
      shell: {
        kind: 'browser',
        pickFiles: async () => [],
        pickFolder: async () => null,
        pathsOf: async () => [],
        reveal: async () => undefined,
        window: () => undefined,
      },
    },
    () => NOW,
  )
  return { app, calls }
}

export const opened = async (answers: Partial<Record<MethodName, unknown>> = {}) => {
  const made = setUp({ 'projects.open': project(), ...answers })
  await openProject(made.app, 'a'.repeat(16))
  made.calls.length = 0
  return made
}
