// What a run could not take from the directory as it stands: rejected entries are left out, warnings
// come in all the same. Each reason has text in web/messages/*/rejections.ts.
import type { Json } from '../journal/journal.ts';

export type RejectionReason =
  | 'no-id'
  | 'no-username'
  | 'username-invalid'
  | 'username-taken'
  | 'username-duplicate'
  | 'no-name'
  | 'name-too-long'
  | 'not-utf8'
  | 'no-mail'
  | 'mail-invalid'
  | 'mail-taken'
  | 'mail-duplicate'
  | 'phone-invalid'
  | 'no-title'
  | 'no-unit'
  | 'unit-code-taken'
  | 'group-code-taken'
  | 'unknown-members';

export type Rejection = {
  dn: string;
  level: 'rejected' | 'warning';
  reason: RejectionReason;
  detail: Record<string, Json>;
};
