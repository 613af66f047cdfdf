// The files to take away that are timed beside the pages.
import { benchId as id } from './province/ids.ts';

/** Files to take away: shown, but not held to the limits of pages. */
type Export = { path: string; fields: Record<string, string> };

export const exportsOf: readonly Export[] = [
  { path: '/people/export', fields: { format: 'csv' } },
  { path: '/people/export', fields: { text: 'oanh', format: 'xlsx' } },
  { path: '/journal/export', fields: { format: 'csv' } },
  { path: '/journal/export', fields: { event: 'sign-in.failed', format: 'xlsx' } },
  { path: `/groups/${id('group', 0)}/members/export`, fields: { format: 'csv' } },
  { path: `/applications/${id('application', 7)}/people/export`, fields: { format: 'csv' } },
];
