/**
 * Checks the types of all tsconfig projects in one process: what several of them import is parsed
 * once, and what has not changed since the last time is not checked again.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { CACHE, ROOT } from './process.mjs'

const projects = globSync(['tsconfig.json', '{src,server,resources,tests,scripts}/**/tsconfig.json'], {
  cwd: ROOT,
}).sort()

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
 * @returns {readonly ts.Diagnostic[]} what is wrong with it
 */
const check = (project) => {
  const incremental = {
    incremental: true,
    tsBuildInfoFile: join(CACHE, 'types', `${project.replaceAll('/', '-')}.tsbuildinfo`),
  }
  /** @type {ts.Diagnostic[]} */
  const unreadable = []
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, project), incremental, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => unreadable.push(diagnostic),
  })
  if (!config) return unreadable
  const { fileNames: rootNames, options, errors: configFileParsingDiagnostics } = config
  const program = ts.createIncrementalProgram({
    rootNames,
    options,
    configFileParsingDiagnostics,
    host: createHost(options),
  })
  const found = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ]
  program.emit()
  return found
}

/** @type {ts.FormatDiagnosticsHost} */
const format = {
  getCurrentDirectory: () => ROOT,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
}

const found = projects.flatMap(check)
// A file of several projects has its faults in each of them.
const words = new Set(found.map((diagnostic) => ts.formatDiagnostic(diagnostic, format)))
process.stdout.write([...words].join(''))
process.exitCode = words.size === 0 ? 0 : 1
