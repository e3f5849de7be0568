/** Listens to the engine and reads what the first screen needs. */
import { speak } from '../i18n.ts'
import { attempt, changeEditor, type App } from './app.ts'
import { takeJob } from './jobs.ts'
import { adopt, openProject, refreshProjects } from './projects.ts'

/** A new engine knows nothing of what was open in the last one: jobs are lost, the project is opened again. */
export const resume = async (app: App): Promise<void> => {
  const { project, editor } = app.store.getState()
  app.store.setState({ jobs: {}, job: null })
  await refreshProjects(app)
  if (!project) return
  await openProject(app, project.id, editor.step)
  changeEditor(app, { page: editor.page, part: editor.part, zoom: editor.zoom, rulers: editor.rulers })
}

/** Returns the function that stops listening. */
export const start = (app: App): (() => void) => {
  const { client, store } = app
  const stops = [
    client.on('job', (job) => takeJob(app, job)),
    client.on('project', (project) => adopt(app, project)),
    client.on('projects', (projects) => store.setState({ projects })),
    client.on('server', (server) => store.setState({ server })),
    store.subscribe(({ settings }, before) => {
      if (settings && settings.language !== before.settings?.language) void speak(settings.language)
    }),
  ]
  const read = async () => {
    const settings = await attempt(app, () => client.call('settings.read', {}))
    if (settings) store.setState({ settings })
    await refreshProjects(app)
    const server = await attempt(app, () => client.call('server.status', {}))
    if (server) store.setState({ server })
  }
  void read()
  return () => stops.forEach((stop) => stop())
}
