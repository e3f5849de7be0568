/** Independent programs and what they say about a sealed PDF. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The words of pdfsig, with `rootPem` as the only trusted root.
 *
 * Poppler 22.12 hands the certificates of a signature to NSS without a copy and frees them before it looks at the
 * next signature, which then has a chain of rubbish if it came through memory that was used again. Certificates
 * that NSS knows beforehand are not taken from there.
 * @param known DER of certificates in a file with several signatures: kept, not trusted
 */
export const pdfsig = (folder: string, file: string, rootPem: string, known: readonly Uint8Array[] = []): string => {
  const nss = join(folder, 'nss')
  mkdirSync(nss, { recursive: true })
  writeFileSync(join(folder, 'root.pem'), rootPem)
  execFileSync('certutil', ['-N', '-d', `sql:${nss}`, '--empty-password'])
  const add = (name: string, rights: string, certificate: string): void =>
    void execFileSync('certutil', ['-A', '-d', `sql:${nss}`, '-n', name, '-t', rights, '-i', certificate])
  add('root', 'CT,C,C', join(folder, 'root.pem'))
  for (const [index, der] of known.entries()) {
    const path = join(folder, `known-${index}.crt`)
    writeFileSync(path, der)
    add(`known ${index}`, ',,', path)
  }
  return spawnSync('pdfsig', ['-nssdir', `sql:${nss}`, file], { encoding: 'utf8' }).stdout
}

/** Everything qpdf finds; its last line is "No syntax or stream encoding errors found…" when all is well. */
export const qpdfCheck = (file: string): { readonly status: number | null; readonly words: string } => {
  const { status, stdout, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' })
  return { status, words: stdout + stderr }
}

/** The words of mutool, which checks the digest and knows no roots. */
export const mutoolSign = (file: string): string => {
  const { stdout, stderr } = spawnSync('mutool', ['sign', '-v', file], { encoding: 'utf8' })
  return stdout + stderr
}

/** Whether openssl accepts a detached CMS as CAdES under a root. Throws with its words otherwise. */
export const opensslCades = (folder: string, cms: Uint8Array, content: Uint8Array, rootPem: string): void => {
  const put = (name: string, data: Uint8Array | string): string => {
    writeFileSync(join(folder, name), data)
    return join(folder, name)
  }
  const args = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', put('cms.der', cms)]
  args.push('-content', put('ranges.bin', content), '-CAfile', put('root.pem', rootPem))
  execFileSync('openssl', [...args, '-purpose', 'any', '-cades', '-out', join(folder, 'out')], { stdio: 'pipe' })
}
