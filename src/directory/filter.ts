// Search filters put together from parts. Pure.

/** RFC 4515, section 3: what a value may not hold as it is stands as bytes. */
export const escaped = (value: string): string =>
  value.replace(/[\\*()\0]/g, (one) => `\\${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
