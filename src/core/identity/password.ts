export const PASSWORD_LENGTH = { min: 8, max: 64 } as const

const RUNS = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']
const COMMON = ['password', 'passw0rd', 'admin', 'iloveyou', 'woaini', 'bidseal', '5201314']

const reversed = (text: string): string => [...text].reverse().join('')

/** What is left when runs of the keyboard and words that everybody tries are cut out. */
const rest = (password: string): string => {
  const text = COMMON.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase())
  const runs = RUNS.flatMap((run) => [run, reversed(run)])
  let out = ''
  for (const letter of text) {
    const pair = `${out.slice(-1)}${letter}`
    const isRun = pair.length === 2 && (pair[0] === pair[1] || runs.some((run) => run.includes(pair)))
    out = isRun ? `${out.slice(0, -1)}${letter}` : `${out}${letter}`
  }
  return out
}

/**
 * Whether a password is among those that are tried first: too short, little but runs of the keyboard,
 * words that everybody tries, or the person's own number.
 */
export const isWeakPassword = (password: string, mobile: string): boolean => {
  const { min, max } = PASSWORD_LENGTH
  const length = [...password].length
  if (length < min || length > max || password.includes(mobile)) return true
  return new Set(rest(password)).size < 4
}
