// The lines of a run in words: attributes and values that the plan names by code.
import type { Messages } from '../../src/web/messages/messages.ts';

export const attributeLabel = (t: Messages, attribute: string): string =>
  t.sync.attributes[attribute] ?? attribute;

export function valueLabel(
  t: Messages,
  { entity, attribute }: { entity: string; attribute: string | null },
  value: string | null,
): string | null {
  if (value === null) return null;
  const { kinds, states, stateReasons } = t.people;
  const words: Record<string, string> =
    attribute === 'kind'
      ? kinds
      : attribute === 'state' || attribute === 'stateReason'
        ? { ...stateReasons, ...(entity === 'account' ? states : t.units.states) }
        : {};
  return words[value] ?? value;
}
