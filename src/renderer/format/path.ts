/** Paths as the engine gives them, on whatever system. */

export const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

/** The folder that something lies in; of what lies at the top, that. */
export const folderOf = (path: string): string => {
  const folder = path.slice(0, path.length - nameOf(path).length)
  return /^([A-Za-z]:)?[\\/]$/.test(folder) ? folder : folder.slice(0, -1)
}
