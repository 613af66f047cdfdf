import type { sync as vi } from '../vi/sync.ts';

export const sync: typeof vi = {
  states: {
    running: 'Running',
    applied: 'Applied',
    held: 'Held',
    released: 'Released',
    dismissed: 'Dismissed',
    failed: 'Failed',
  },
};
