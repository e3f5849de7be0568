/** What the demo leaves in its folder. */
import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bytes } from '#core/bytes/bytes'
import { toPem } from '#core/certificate/pem'
import { readPkcs12 } from '#core/certificate/pkcs12'
import { AppError } from '#core/errors'
import { withFileErrors } from '#engine/files/errors'
import { inspectPdf } from '#engine/pdf/inspect'
import type { DocumentView, ProjectView } from '#ipc/views'
import { readSmallFile } from '../files.ts'
import type { DemoPhone } from './phone.ts'
import type { ServerProcess } from './server-process.ts'

const SECRET = 0o600

/** Writes a file below a folder and returns its path. Keys and passwords are for this user only: mode 0o600. */
export const put = (folder: string, name: string, content: Uint8Array | string, mode = 0o644): Promise<string> => {
  const path = join(folder, name)
  return withFileErrors(path, 'write', async () => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content, { mode })
    return path
  })
}

/** Rejects with `server-unreachable` for any answer but a good one. */
export const download = async (address: string): Promise<Bytes> => {
  const answer = await fetch(address)
  if (!answer.ok) throw new AppError('server-unreachable', { address, status: answer.status })
  return new Uint8Array(await answer.arrayBuffer())
}

/** trust/: the root and the revocation lists, which count as long as they are current. */
export const leaveTrust = async (folder: string, { address, root }: ServerProcess): Promise<void> => {
  await put(folder, 'trust/root.pem', await readSmallFile(root))
  for (const name of ['root', 'issuing'])
    await put(folder, `trust/${name}.crl`, await download(`${address}/ca/${name}.crl`))
}

/** identity/: the phone's keys, certificates and seal, as software has them. */
export const leaveIdentity = async (folder: string, phone: DemoPhone): Promise<void> => {
  const password = randomBytes(12).toString('base64url')
  const { signP12, encryptP12, seals } = await phone.exportSoftware(password)
  const [seal] = seals
  const [encryption] = (await readPkcs12(encryptP12, password)).certificates
  if (seal === undefined || encryption === undefined) throw new AppError('no-certificate')
  await put(folder, 'identity/sign.p12', signP12, SECRET)
  await put(folder, 'identity/encrypt.p12', encryptP12, SECRET)
  await put(folder, 'identity/encrypt.pem', toPem('CERTIFICATE', encryption))
  await put(folder, 'identity/password.txt', `${password}\n`, SECRET)
  await put(folder, 'identity/company.seal', seal)
}

/** Paths of all files below a folder, in order. */
export const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

export const documentsOf = ({ parts }: ProjectView): readonly DocumentView[] =>
  parts.flatMap(({ documents }) => documents)

/** sealed/: the documents as they stand in the project's folder, where they are known by their digests. */
export const leaveSealed = async (folder: string, project: ProjectView): Promise<readonly string[]> => {
  const wanted = new Map<string, DocumentView>(documentsOf(project).map((document) => [document.sha256, document]))
  const left: string[] = []
  await mkdir(join(folder, 'sealed'), { recursive: true })
  for (const path of await filesBelow(project.folder)) {
    const found = await inspectPdf(path).catch(() => null)
    const document = found === null ? undefined : wanted.get(found.sha256)
    if (document === undefined) continue
    wanted.delete(document.sha256)
    const target = join(folder, 'sealed', document.name)
    await withFileErrors(target, 'write', () => copyFile(path, target))
    left.push(target)
  }
  if (wanted.size > 0) throw new AppError('internal', { reason: 'sealed documents not found' })
  return left
}
