// Phone numbers as people write them, to E.164.

/** Undefined for what is no phone number of today: old mobile numbers of eleven digits among them. */
export function toE164(text: string): string | undefined {
  const plain = text.replace(/[\s().\-\u2010-\u2015/]/g, '').replace(/^00/, '+');
  const national = /^(?:\+?84)0?(\d{9,10})$/.exec(plain)?.[1] ?? /^0(\d{9,10})$/.exec(plain)?.[1];
  if (national) return /^([35789]\d{8}|2\d{8,9})$/.test(national) ? `+84${national}` : undefined;
  return /^\+[1-9]\d{7,14}$/.test(plain) && !plain.startsWith('+84') ? plain : undefined;
}
