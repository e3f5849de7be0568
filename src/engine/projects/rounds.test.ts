import fs, { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { decoded } from '#core/bytes/base64url'
import { testSigner, type TestSigner } from '#tests/support/pki'
import { openTestProjects, testBidder, writePdfs, type TestProjects } from '#tests/support/project'
import { answeredRound, fileOf, onBench, stored, type Bench } from '#tests/support/project-bench'
import { fileSha256 } from '../pdf/file.ts'
import { inspectPdf } from '../pdf/inspect.ts'
import { documentsOf, type Bidder } from './project.ts'
import { writeRound, type AnsweredRound } from './round-file.ts'
import type { PreparedFiles } from './rounds.ts'

let bidder: Bidder
let signer: TestSigner
beforeAll(async () => {
  bidder = await testBidder()
  signer = await testSigner()
})

interface Answered extends Bench {
  readonly documents: readonly [string, string]
  readonly round: AnsweredRound
  readonly files: PreparedFiles
  /** Begins anew on the same folder, as after a crash; everything else is let go of first. */
  restart(work: (projects: TestProjects) => Promise<void>): Promise<void>
}

/** Two documents with a seal each, prepared and answered. */
const onAnswered = (work: (answered: Answered) => Promise<void>): Promise<void> =>
  onBench(async (bench) => {
    const { call, project, parts, projects, folder } = bench
    await projects.setBidder(project, bidder)
    const paths = await writePdfs(folder, { one: 2, two: 1 })
    const added = await call['parts.add']({ project, part: parts[0], paths })
    const [one = '', two = ''] = added.project.parts[0]?.documents.map(({ id }) => id) ?? []
    for (const document of [one, two])
      await call['seals.place']({ project, seal: 'test-seal-1', position: { document, page: 1, left: 10, top: 20.5 } })
    const restart: Answered['restart'] = async (then) => {
      await projects.close()
      const again = await openTestProjects(folder)
      try {
        await then(again)
      } finally {
        await again.close()
      }
    }
    await work({ ...bench, documents: [one, two], restart, ...(await answeredRound(bench, [one, two], signer)) })
  })

const pendingOf = (bench: Bench): string => fileOf(bench, 'pending')
const keep = (bench: Bench, round: AnsweredRound): Promise<void> => writeRound({ pending: pendingOf(bench) }, round)
const pendingFiles = (bench: Bench): string[] => readdirSync(pendingOf(bench)).sort()

/** Opens the project and says how many rounds its documents have; every file is what the project says. */
const openedRounds = async (projects: TestProjects, bench: Bench): Promise<number[]> => {
  const { project } = bench
  await projects.handlers['projects.open']({ project })
  const state = await projects.read(project)
  for (const document of documentsOf(state)) {
    const path = projects.documentPath(project, document.id)
    expect(await fileSha256(path)).toBe(document.versions.at(-1)?.sha256)
    expect((await inspectPdf(path)).signatures).toBe(document.versions.length - 1)
  }
  expect(pendingFiles(bench)).toEqual([])
  return documentsOf(state).map(({ versions }) => versions.length - 1)
}

/** Puts the signature of the first document in and stops there. */
const embedFirst = async ({ documents: [id], round, files }: Answered, target: string): Promise<void> => {
  const [{ attributes = '', signature = '' } = {}] = round.documents
  const answer = { attributes: decoded(attributes), signature: decoded(signature) }
  await files.get(id)?.embed(answer, round.signing.map(decoded), target)
}

/** As on systems where nobody can remove a file that somebody reads. */
const whileHeld = async (path: string, work: () => Promise<void>): Promise<void> => {
  const { rm } = fs.promises
  fs.promises.rm = (at, options) =>
    at === path ? Promise.reject(Object.assign(new Error('held'), { code: 'EPERM' })) : rm(at, options)
  syncBuiltinESMExports()
  try {
    await work()
  } finally {
    fs.promises.rm = rm
    syncBuiltinESMExports()
  }
}

describe('an answered round', () => {
  it('is signed in all documents, and nothing of it stays pending', () =>
    onAnswered(async (answered) => {
      const { projects, project, round, files } = answered
      await projects.finishRound(project, round, files)
      expect(await openedRounds(projects, answered)).toEqual([1, 1])
      expect(projects.changes.at(-1)).toMatchObject({ state: 'sealed', canUndo: false })
    }))

  it('is taken up at the next opening', () =>
    onAnswered(async (answered) => {
      await keep(answered, answered.round)
      await answered.restart(async (projects) => {
        expect(await openedRounds(projects, answered)).toEqual([1, 1])
        expect(projects.lists.at(-1)).toMatchObject([{ state: 'sealed' }])
      })
      expect(stored(answered)).toEqual(answered.round.documents.map(({ sealed }) => `${sealed.sha256}.pdf`).sort())
    }))

  it('is taken up when signatures were written into their gaps already', () =>
    onAnswered(async (answered) => {
      const { projects, project, documents } = answered
      await keep(answered, answered.round)
      const elsewhere = join(answered.folder, 'sealed.pdf')
      await embedFirst(answered, elsewhere)
      renameSync(elsewhere, projects.pendingPath(project, documents[0]))
      await answered.restart(async (again) => expect(await openedRounds(again, answered)).toEqual([1, 1]))
    }))

  it('is taken up when some documents were in their place already', () =>
    onAnswered(async (answered) => {
      await keep(answered, answered.round)
      const [first] = answered.round.documents
      await embedFirst(answered, join(fileOf(answered, 'documents'), `${first?.sealed.sha256}.pdf`))
      await answered.restart(async (again) => expect(await openedRounds(again, answered)).toEqual([1, 1]))
    }))

  it('is not signed again when it was only not cleared up', () =>
    onAnswered(async (answered) => {
      const { projects, project, round, files } = answered
      await projects.finishRound(project, round, files)
      const { changedAt } = await projects.read(project)
      await keep(answered, round)
      const text = readFileSync(fileOf(answered, 'project.json'), 'utf8')
      await answered.restart(async (again) => {
        expect(await openedRounds(again, answered)).toEqual([1, 1])
        expect((await again.read(project)).changedAt).toBe(changedAt)
      })
      expect(readFileSync(fileOf(answered, 'project.json'), 'utf8')).toBe(text)
    }))

  it('is not signed again once it was taken back, though its record could not be removed', () =>
    onAnswered(async (answered) => {
      const { call, projects, project, round, files, documents } = answered
      const record = join(pendingOf(answered), 'round.json')
      await whileHeld(record, async () => {
        await projects.finishRound(project, round, files)
        const undo = call['seals.undoRound']({ project, document: documents[0] })
        await expect(undo).rejects.toMatchObject({ code: 'folder-not-writable' })
      })
      expect(documentsOf(await projects.read(project)).map(({ versions }) => versions.length)).toEqual([2, 2])
      expect(existsSync(record)).toBe(true)
      for (const document of documents) await call['seals.undoRound']({ project, document })
      expect(await projects.takeUpRound(project)).toBe(false)
      await answered.restart(async (again) => expect(await openedRounds(again, answered)).toEqual([0, 0]))
    }))

  it('waits where the disk does not let it go on, and goes on when it does', () =>
    onAnswered(async (answered) => {
      const { project, round, files, projects } = answered
      const target = join(fileOf(answered, 'documents'), `${round.documents[1]?.sealed.sha256}.pdf`)
      mkdirSync(join(target, 'in the way'), { recursive: true })
      await expect(projects.finishRound(project, round, files)).rejects.toMatchObject({ code: 'file-unreadable' })
      await answered.restart(async (again) => {
        await again.handlers['projects.open']({ project })
        expect(documentsOf(await again.read(project)).map(({ versions }) => versions.length)).toEqual([1, 1])
        expect(pendingFiles(answered)).toContain('round.json')
        await expect(again.takeUpRound(project)).rejects.toMatchObject({ code: 'file-unreadable' })
        rmSync(target, { recursive: true })
        expect(await again.takeUpRound(project)).toBe(true)
        expect(await openedRounds(again, answered)).toEqual([1, 1])
        expect(await again.takeUpRound(project)).toBe(false)
      })
    }))
})

describe('a round that does not fit', () => {
  const discarded = (change: (answered: Answered) => Promise<unknown> | void): Promise<void> =>
    onAnswered(async (answered) => {
      await keep(answered, answered.round)
      const before = stored(answered)
      await change(answered)
      await answered.restart(async (again) => {
        expect(new Set(await openedRounds(again, answered))).toEqual(new Set([0]))
        expect(stored(answered).every((name) => before.includes(name))).toBe(true)
      })
    })

  it('is discarded without an answer', () => discarded((answered) => rmSync(join(pendingOf(answered), 'round.json'))))

  it('is discarded when a document has gone', () =>
    discarded(({ call, project, documents: [document] }) => call['documents.remove']({ project, document })))

  it('is discarded when a seal was placed, moved or removed', async () => {
    const position = { page: 1, left: 90, top: 90 }
    await discarded(({ call, project, documents: [document] }) =>
      call['seals.place']({ project, seal: 'test-seal-1', position: { document, ...position } }),
    )
    await discarded(async ({ call, projects, project, documents: [document] }) => {
      const [placement] = (await projects.read(project)).placements
      await call['seals.move']({ project, placement: placement?.id ?? '', position: { document, ...position } })
    })
    await discarded(async ({ call, projects, project }) => {
      const [placement] = (await projects.read(project)).placements
      await call['seals.remove']({ project, placement: placement?.id ?? '' })
    })
  })

  it('is discarded when a pending file has gone or is another one', async () => {
    await discarded(({ projects, project, documents }) => rmSync(projects.pendingPath(project, documents[1])))
    await discarded(({ projects, project, documents }) => {
      const path = projects.pendingPath(project, documents[1])
      const bytes = readFileSync(path)
      bytes[300]! ^= 1
      writeFileSync(path, bytes)
    })
  })

  it('is discarded when a signature is not the signer’s', () =>
    discarded(async (answered) => {
      const { chain } = await testSigner()
      const signing = chain.map((der) => Buffer.from(der).toString('base64url'))
      await keep(answered, { ...answered.round, signing })
    }))

  it('is discarded when a digest of what it becomes is wrong', () =>
    discarded(async (answered) => {
      const { round } = answered
      const sha256 = round.documents[1]!.sealed.sha256
      const documents = round.documents.map((one) => ({ ...one, sealed: { ...one.sealed, sha256 } }))
      await keep(answered, { ...round, documents })
    }))

  it('is discarded when its record is damaged', async () => {
    for (const damage of ['', '{', '[]', '{"version":1}', 'x'.repeat(9 * 1024 * 1024)])
      await discarded((answered) => writeFileSync(join(pendingOf(answered), 'round.json'), damage))
    await discarded((answered) => {
      const path = join(pendingOf(answered), 'round.json')
      rmSync(path)
      mkdirSync(join(path, 'folder'), { recursive: true })
    })
  })

  it('fails at once when a document changed while the phone was asked', () =>
    onAnswered(async (answered) => {
      const { call, projects, project, documents, round, files } = answered
      await call['documents.remove']({ project, document: documents[0] })
      await expect(projects.finishRound(project, round, files)).rejects.toMatchObject({ code: 'document-changed' })
      expect(pendingFiles(answered)).toEqual([])
      expect(existsSync(projects.documentPath(project, documents[1]))).toBe(true)
      expect(await openedRounds(projects, answered)).toEqual([0])
    }))
})
