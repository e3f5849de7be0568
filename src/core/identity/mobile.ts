const MOBILE = /^1[3-9]\d{9}$/

/** A mobile number of mainland China as its eleven digits, after +86, spaces and hyphens. Null when it is none. */
export const readMobile = (text: string): string | null => {
  const digits = text.replaceAll(/[\s-]/g, '').replace(/^\+86/, '')
  return MOBILE.test(digits) ? digits : null
}

/** To show it to somebody who may not know it: 138****0000. */
export const maskMobile = (mobile: string): string => `${mobile.slice(0, 3)}****${mobile.slice(-4)}`
