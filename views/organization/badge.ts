// The state of a unit beside its name.
import type { Unit } from '../../src/organization/unit.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Value } from '../html.ts';

export const unitBadge = (t: Messages, unit: Pick<Unit, 'state'>): Value =>
  unit.state === 'closed' && html`<span class="badge">${t.units.states.closed}</span>`;
