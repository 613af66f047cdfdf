// Things that have a name in each language: applications, sections, items of catalogues.
import type { Locale } from '../src/web/messages/messages.ts';

export const nameIn = (
  { locale }: { locale: Locale },
  { name, nameEn }: { name: string; nameEn: string },
): string => (locale === 'vi' ? name : nameEn);
