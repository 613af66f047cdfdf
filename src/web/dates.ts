// Moments and numbers as officials read and write them: dd/MM/yyyy HH:mm in the time of Việt Nam,
// which has no summer time, so its distance from UTC is a constant.
import type { Locale } from './messages/messages.ts';

const offset = '+07:00';
const zone = 'Asia/Ho_Chi_Minh';

const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const minute = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const second = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** dd/MM/yyyy */
export const formatDate = (moment: Date): string => day.format(moment);
/** dd/MM/yyyy HH:mm */
export const formatDateTime = (moment: Date): string =>
  `${day.format(moment)} ${minute.format(moment)}`;
/** dd/MM/yyyy HH:mm:ss, for journals */
export const formatMoment = (moment: Date): string =>
  `${day.format(moment)} ${second.format(moment)}`;

/** The time of day alone, to the second. */
export const formatTime = (moment: Date): string => second.format(moment);

/** 70420 is 70.420 in Vietnamese, 70,420 in English. */
export const formatNumber = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB').format(value);

/** The first moment of a day written d/M/yyyy; undefined where there is no such day. */
export function parseDate(text: string): Date | undefined {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  if (!match) return undefined;
  const [d, m, y] = [match[1]!.padStart(2, '0'), match[2]!.padStart(2, '0'), match[3]!];
  const moment = new Date(`${y}-${m}-${d}T00:00:00${offset}`);
  // 31/02 must not become 3 March
  return !Number.isNaN(moment.getTime()) && formatDate(moment) === `${d}/${m}/${y}`
    ? moment
    : undefined;
}

/** A minute written d/M/yyyy H:mm; a day alone is its first one. Undefined where there is none. */
export function parseDateTime(text: string): Date | undefined {
  const [date = '', time = '0:00', ...rest] = text.trim().split(/\s+/);
  const [, h = '', m = ''] = /^(\d{1,2})[:h](\d{2})$/.exec(time) ?? [];
  const start = parseDate(date);
  if (!start || h === '' || Number(h) > 23 || Number(m) > 59 || rest.length > 0) return undefined;
  return new Date(start.getTime() + (Number(h) * 60 + Number(m)) * 60_000);
}

export const nextDay = (moment: Date): Date => new Date(moment.getTime() + 24 * 3600 * 1000);

/** The first moment of the day that `now` is in. */
export const startOfDay = (now: Date): Date => parseDate(formatDate(now))!;

/** The moment at which something begins: of a midnight the day alone. */
export const beginText = (at: number): string =>
  formatDateTime(new Date(at)).replace(/ 00:00$/, '');

/** The moment at which something ends: of a midnight the day before, which is meant with all of it. */
export function endText(at: number): string {
  const text = formatDateTime(new Date(at));
  return text.endsWith(' 00:00') ? formatDate(new Date(at - 1)) : text;
}

/** Of minutes after midnight: 7:00, 17:30, 24:00. */
export const timeText = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
