// A rule that keeps somebody out, as it is told to that person.
import type { Messages } from '../../src/web/messages/messages.ts';

export function denialText(
  t: Messages,
  { subject, name }: { subject: string; name: string | null },
): string {
  const words = t.signIn.refused.denial;
  if (subject === 'unit') return words.unit(name ?? '');
  if (subject === 'position') return words.position(name ?? '');
  if (subject === 'group') return words.group(name ?? '');
  if (subject === 'kind') return words.kind;
  return subject === 'account' ? words.account : words.everyone;
}
