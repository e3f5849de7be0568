/** What somebody sees of a person whom he says he knows: enough to know again, too little to find out. */

/** 王*, 张*三, 欧***华: the first letter, and the last where there are three or more. */
export const maskPerson = (name: string): string => {
  const letters = [...name]
  const last = letters.length > 2 ? letters.at(-1) : ''
  const hidden = letters.length > 2 ? letters.length - 2 : 1
  return `${letters[0] ?? ''}${'*'.repeat(Math.min(hidden, 3))}${last}`
}

/** 138****1234. @param mobile eleven digits */
export const maskMobile = (mobile: string): string => `${mobile.slice(0, 3)}****${mobile.slice(-4)}`
