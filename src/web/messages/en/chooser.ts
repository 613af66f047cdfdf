import type { chooser as vi } from '../vi/chooser.ts';

export const chooser: typeof vi = {
  hint: 'Part of a name or code; marks may be left out',
  found: (count) => (count === 1 ? '1 match. Choose below.' : `${count} matches. Choose below.`),
  more: (count) => `The first ${count} matches. Type more to narrow it down.`,
  nothing: (text) => `Nothing matches “${text}”. Try another part of the name.`,
};
