// What a run could not take from the directory as it stands: rejected entries are left out, warnings
// come in all the same. The reasons have text in web/messages/*/directory.ts.
import type { Json } from '../journal/journal.ts';

export type Rejection = {
  dn: string;
  level: 'rejected' | 'warning';
  reason: string;
  detail: Record<string, Json>;
};
