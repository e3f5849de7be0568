/** The authority's published files, as openssl wants them, and what openssl says by them. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CaFiles {
  readonly rootPem: string
  /** Throws with openssl's words unless it trusts a certificate (DER) strictly, with all revocation lists. */
  verify(name: string, certificate: Uint8Array): void
}

const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' })

/** Downloads root, issuing certificate and lists into a folder. */
export const fetchCaFiles = async (server: string, folder: string): Promise<CaFiles> => {
  const get = async (name: string): Promise<string> => {
    const answer = await fetch(`${server}/ca/${name}`)
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
    const path = join(folder, name)
    writeFileSync(path, new Uint8Array(await answer.arrayBuffer()))
    return path
  }
  const pem = async (name: string, kind: 'x509' | 'crl'): Promise<string> => {
    const path = await get(name)
    openssl(kind, '-inform', 'DER', '-in', path, '-out', `${path}.pem`)
    return `${path}.pem`
  }
  const root = await pem('root.crt', 'x509')
  const issuing = await pem('issuing.crt', 'x509')
  const lists = [await pem('root.crl', 'crl'), await pem('issuing.crl', 'crl')]
  return {
    rootPem: openssl('x509', '-in', root),
    verify: (name, certificate) => {
      const der = join(folder, `${name}.der`)
      writeFileSync(der, certificate)
      openssl('x509', '-inform', 'DER', '-in', der, '-out', `${der}.pem`)
      const trust = ['-CAfile', root, '-untrusted', issuing, '-crl_check_all']
      openssl('verify', '-x509_strict', ...trust, ...lists.flatMap((list) => ['-CRLfile', list]), `${der}.pem`)
    },
  }
}
