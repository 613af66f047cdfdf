import type { mapping as vi } from '../vi/mapping.ts';

export const mapping: typeof vi = {
  title: (source) => `Attribute mapping: ${source}`,
  edit: 'Attribute mapping',
  whole: 'Open the mapping page',
  intro:
    'Change it below; the preview shows at once what a few real people would become. Nothing changes until it is saved; then the next synchronisation applies it.',
  fields: 'Where each of our fields comes from',
  who: 'Preview people whose name, user name or mail contains',
  whoHint: 'Leave it empty for the first entries.',
  look: 'Preview',
  preview: 'Preview on the real directory',
  notYet: 'Press “Preview” to read a few entries of the directory. Nothing is written.',
  mendFirst: 'No preview yet: correct these first.',
  unknownPositions: (names) =>
    `The replacements name positions that are not in the catalogue: ${names}.`,
};
