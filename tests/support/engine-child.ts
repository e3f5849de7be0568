/**
 * An engine in a process of its own, to be killed at work. Reads one order from its input and tells
 * line by line what happens (`engine-process.ts` starts it).
 */
import { createInterface } from 'node:readline'
import type { Engine } from '#engine/engine'
import { createEngine } from '#engine/engine'
import type { InputOf, MethodName, OutputOf } from '#ipc/contract'
import type { ChildLine, ChildOrder } from './engine-process.ts'
import { mortalFiles, type MortalFiles } from './mortal-files.ts'

const say = (line: ChildLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

type Call = <Name extends MethodName>(method: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>

/** Shows every code and resolves when the job is over. */
const runJob = (engine: Engine, start: () => Promise<{ readonly job: string }>): Promise<string | null> =>
  new Promise((resolve, reject) => {
    let shown = ''
    engine.onEvent((event, value) => {
      if (event !== 'job' || !('pairing' in value)) return
      const qr = value.pairing?.qr ?? ''
      if (qr !== '' && qr !== shown) say({ qr })
      shown = qr
      if (value.state !== 'running') resolve(value.state === 'done' ? null : (value.error?.code ?? value.state))
    })
    start().catch(reject)
  })

/** Small changes without end, each told as soon as it is saved. */
const makeChanges = async (call: Call, project: string): Promise<never> => {
  for (let number = 1; ; number++) {
    await call('projects.change', { project, change: { lot: `${number}` } })
    say({ saved: number })
    const { parts } = await call('parts.create', { project, title: `第${number}部分`, role: 'other' })
    await call('parts.rename', { project, part: parts.at(-1)?.id ?? '', title: '另一部分' })
    await call('projects.undo', { project })
    await call('parts.remove', { project, part: parts.at(-1)?.id ?? '' })
  }
}

const work = async (files: MortalFiles, { start, task, dieBefore }: ChildOrder): Promise<void> => {
  const engine = await createEngine({ ...start, fetch: () => Promise.reject(new TypeError('no network')) })
  const call: Call = async (method, input) => (await engine.call(method, input)) as OutputOf<typeof method>
  const { project } = task
  await call('projects.open', { project })
  files.dieBefore(dieBefore)
  say({ begun: true })
  if (task.kind === 'saves') return makeChanges(call, project)
  const error = await runJob(engine, () =>
    task.kind === 'seal'
      ? call('jobs.seal', { project })
      : call('jobs.generate', { project, folder: task.folder, twin: true }),
  )
  say({ over: { error, steps: files.steps() } })
  await engine.close()
}

const files = await mortalFiles()
for await (const line of createInterface(process.stdin)) {
  await work(files, JSON.parse(line) as ChildOrder)
  break
}
process.exit()
