// The words of the interface. Vietnamese is written first and is the type of every key; English must
// have the same. One file per room and language; text lives nowhere else.
import { en } from './en/all.ts';
import { vi } from './vi/all.ts';

export type Messages = typeof vi;
export const locales = ['vi', 'en'] as const;
export type Locale = (typeof locales)[number];

const dictionaries: Record<Locale, Messages> = { vi, en };

export const messagesFor = (locale: Locale): Messages => dictionaries[locale];
export const isLocale = (text: unknown): text is Locale =>
  typeof text === 'string' && (locales as readonly string[]).includes(text);
