/** Judges the audit log by its chain of hashes and its signed heads, and says which row does not fit. */
import type { Certificate } from '#core/certificate/certificate'
import type { AuditHead } from '../../store/audit-heads.ts'
import { chained, START, type Audit, type StoredAuditRow } from '../../store/audit.ts'
import { isHeadGenuine } from './head.ts'

export const AUDIT_FAULTS = [
  /** The row was changed. */
  'edited',
  /** Rows are missing before others. */
  'missing',
  /** A row that belongs here stands elsewhere. */
  'reordered',
  /** The rows have been written anew, so that the chain holds, yet not what was signed. */
  'replaced',
  /** Rows that were signed are missing at the end. */
  'cut',
  /** The signature of a head does not hold. */
  'head-forged',
  /** A head that was kept as a copy is missing in the database. */
  'head-missing',
] as const
export type AuditFault = (typeof AUDIT_FAULTS)[number]

export interface AuditFinding {
  readonly fault: AuditFault
  /** First row that it concerns. */
  readonly row: number
  /** Last one. */
  readonly until: number
}

export interface AuditJudgement {
  readonly rows: number
  /** Genuine heads in the database. */
  readonly heads: number
  /** Up to this row the log is what was signed. */
  readonly signedUntil: number
  /** By row; empty when everything fits. */
  readonly findings: readonly AuditFinding[]
}

export interface Evidence {
  readonly audit: Audit
  readonly heads: readonly AuditHead[]
  /** Copies of heads from elsewhere. */
  readonly copies: readonly AuditHead[]
  readonly issuing: Certificate
}

const PAGE = 1000

const finding = (fault: AuditFault, row: number, until = row): AuditFinding => ({ fault, row, until })

/** Whether a later row is the one that followed `before` when it was written. */
const standsElsewhere = async (audit: Audit, n: number, before: string): Promise<boolean> => {
  for (let after = n - 1; ;) {
    const page = await audit.page(after, PAGE)
    if (page.some((row) => row.n > n && chained(before, { ...row, n }) === row.hash)) return true
    if (page.length < PAGE) return false
    after = page.at(-1)!.n
  }
}

/** What is wrong with the first row that does not follow the hash `before`. */
const explain = async (audit: Audit, row: StoredAuditRow, n: number, before: string): Promise<AuditFinding> => {
  if (row.n !== n) return finding('missing', n, row.n - 1)
  return finding((await standsElsewhere(audit, n, before)) ? 'reordered' : 'edited', n)
}

interface Walk {
  readonly rows: number
  readonly signedUntil: number
  readonly findings: readonly AuditFinding[]
}

/** Reads the whole log up to the first row that does not fit. */
const walk = async (audit: Audit, signed: ReadonlyMap<number, string>): Promise<Walk> => {
  let [n, before, signedUntil] = [0, START, 0]
  for (;;) {
    const page = await audit.page(n, PAGE)
    for (const row of page) {
      if (row.n !== n + 1 || row.hash !== chained(before, row))
        return { rows: n, signedUntil, findings: [await explain(audit, row, n + 1, before)] }
      n = row.n
      before = row.hash
      const expected = signed.get(n)
      if (expected !== undefined && expected !== row.hash)
        return { rows: n, signedUntil, findings: [finding('replaced', signedUntil + 1, n)] }
      if (expected !== undefined) signedUntil = n
    }
    if (page.length < PAGE) break
  }
  const last = Math.max(0, ...signed.keys())
  return { rows: n, signedUntil, findings: last > n ? [finding('cut', n + 1, last)] : [] }
}

/** Copies count more than the database: whoever can change the one cannot change the other. */
export const judgeAuditLog = async ({ audit, heads, copies, issuing }: Evidence): Promise<AuditJudgement> => {
  const findings: AuditFinding[] = []
  const signed = new Map<number, string>()
  const stored = new Set(heads.map(({ n }) => n))
  let genuine = 0
  for (const [isCopy, list] of [
    [false, heads],
    [true, copies],
  ] as const) {
    for (const head of list) {
      if (!(await isHeadGenuine(head, issuing))) findings.push(finding('head-forged', head.n))
      else {
        if (!isCopy) genuine++
        else if (!stored.has(head.n)) findings.push(finding('head-missing', head.n))
        signed.set(head.n, head.hash)
      }
    }
  }
  const walked = await walk(audit, signed)
  const all = [...walked.findings, ...findings].sort((a, b) => a.row - b.row)
  const unique = all.filter(
    (one, at) => all.findIndex((other) => other.fault === one.fault && other.row === one.row) === at,
  )
  return { rows: walked.rows, heads: genuine, signedUntil: walked.signedUntil, findings: unique }
}
