// A quiet mark on the tile of an application, so that the eye finds it again: two letters of what it is
// about, on one of a few tints. Decoration: whoever does not see it misses nothing.
import { html, type Safe } from '../html.ts';

/** How half of all names begin; letters of these would be the same everywhere. */
const generic =
  /^(các|hệ thống|phần mềm|cơ sở dữ liệu|thông tin|quản lý|ứng dụng|dịch vụ|the|system|software|information|management|database|application|of|for)\s+/iu;
const tints = 5;

function stripped(name: string): string {
  const rest = name.trim().replace(generic, '');
  return rest === name.trim() ? rest : stripped(rest);
}

/** One or two capital letters. */
export function initials(name: string): string {
  const words = stripped(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...word][0]!)
    .join('')
    .toLocaleUpperCase('vi');
}

/** The same one for as long as the application is called so in Vietnamese. */
const tintOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9973, 7) % tints;

/** @param name the Vietnamese one, whatever language is read: the tint stays. */
export const monogram = (name: string, shown: string): Safe =>
  html`<span class="tile-mark mark-${tintOf(name)}" aria-hidden="true">${initials(shown)}</span>`;
