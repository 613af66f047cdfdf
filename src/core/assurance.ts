// How well somebody proved who they are, from the methods they used (`amr`, RFC 8176). The only place that
// knows which word among them means a second factor. Pure.

const severalFactors = 'mfa'; // RFC 8176, section 2

/** A second factor was used. */
export const isStrong = (amr: readonly string[]): boolean => amr.includes(severalFactors);

/** The same proof with a second factor given besides, by these methods. */
export const strengthened = (amr: readonly string[], methods: readonly string[]): string[] => [
  ...new Set([...amr, ...methods, severalFactors]),
];
