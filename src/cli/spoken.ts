/** A fingerprint in pairs of digits, as people read it out to each other. */
export const spoken = (fingerprint: string): string => (fingerprint.toUpperCase().match(/.{2}/g) ?? []).join(':')
