/**
 * Types and lint in one process: the rules that ask for types are answered by the programs that have
 * just been checked.
 */
import { join } from 'node:path'
import { ESLint } from 'eslint'
import ts from 'typescript'
import { parser } from 'typescript-eslint'
import { CACHE, ROOT } from './process.mjs'
import { openPrograms } from './programs.mjs'

/** @type {ts.FormatDiagnosticsHost} */
const format = {
  getCurrentDirectory: () => ROOT,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
}

/**
 * @param {ts.EmitAndSemanticDiagnosticsBuilderProgram} program
 * @returns {readonly string[]} what is wrong with it
 */
const faultsOf = (program) => {
  const found = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ]
  program.emit()
  return found.map((diagnostic) => ts.formatDiagnostic(diagnostic, format))
}

/**
 * ESLint's parser of TypeScript over programs that are there. A file that has come since is read as
 * without them: what is wrong only by that must not be remembered.
 *
 * @param {readonly ts.Program[]} programs
 */
const parserOver = (programs) => {
  const { parseForESLint } =
    /** @type {{ parseForESLint(code: string, options: object): import('eslint').Linter.ESLintParseResult }} */ (parser)
  return {
    meta: { name: 'typescript-over-programs', version: ts.version },
    /** @type {(code: string, options: { filePath: string }) => import('eslint').Linter.ESLintParseResult} */
    parseForESLint: (code, options) => {
      const isKnown = programs.some((program) => program.getSourceFile(options.filePath) !== undefined)
      return parseForESLint(code, isKnown ? { ...options, projectService: false, programs } : options)
    },
  }
}

/**
 * By content: a fresh checkout with an old cache has new times on all files.
 *
 * @param {readonly ts.Program[]} programs
 */
const lint = async (programs) => {
  const eslint = new ESLint({
    ...{ cwd: ROOT, cache: true, cacheStrategy: 'content', cacheLocation: join(CACHE, 'eslint/') },
    overrideConfig: { files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: parserOver(programs) } },
  })
  const results = await eslint.lintFiles('.')
  const { format } = await eslint.loadFormatter('stylish')
  return {
    words: await format(results),
    problems: results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0),
  }
}

const builders = openPrograms()
// A file of several projects has its faults in each of them.
const faults = new Set(builders.flatMap(faultsOf))
const { words, problems } = await lint(builders.map((builder) => builder.getProgram()))
process.stdout.write([...faults, words].join(''))
process.exitCode = faults.size + problems === 0 ? 0 : 1
