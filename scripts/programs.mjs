/**
 * All tsconfig projects as programs of one process: what several of them import is parsed once, and
 * what has not changed since the last time is not checked again.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { CACHE, ROOT } from './process.mjs'

/** @type {Map<string, ts.SourceFile | undefined>} */
const files = new Map()

/**
 * Reads files as the compiler does, but each only once for all projects that read it the same way.
 *
 * @param {ts.CompilerOptions} options
 */
const createHost = (options) => {
  const host = ts.createIncrementalCompilerHost(options)
  const { module, moduleResolution, moduleDetection, jsx, target } = options
  const way = [module, moduleResolution, moduleDetection, jsx, target].join()
  const read = host.getSourceFile
  host.getSourceFile = (name, format, ...rest) => {
    const id = [way, typeof format === 'object' ? format.impliedNodeFormat : '', name].join()
    if (!files.has(id)) files.set(id, read(name, format, ...rest))
    return files.get(id)
  }
  return host
}

/**
 * @param {string} project path of a tsconfig.json
 * @returns {ts.EmitAndSemanticDiagnosticsBuilderProgram}
 */
const openProgram = (project) => {
  const incremental = {
    incremental: true,
    tsBuildInfoFile: join(CACHE, 'types', `${project.replaceAll('/', '-')}.tsbuildinfo`),
  }
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, project), incremental, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
    },
  })
  if (!config) throw new Error(`${project} cannot be read`)
  const { fileNames: rootNames, options, errors: configFileParsingDiagnostics } = config
  const host = createHost(options)
  return ts.createIncrementalProgram({ rootNames, options, configFileParsingDiagnostics, host })
}

/** One for each project. Throws where a tsconfig.json cannot be read. */
export const openPrograms = () =>
  globSync(['tsconfig.json', '{src,server,resources,tests,scripts}/**/tsconfig.json'], { cwd: ROOT })
    .sort()
    .map(openProgram)
