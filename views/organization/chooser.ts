// A unit as a field of a form, wherever one is chosen from all there are.
import type { Choosing } from '../../src/web/choosing.ts';
import type { FormState } from '../../src/web/forms.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { chooserField, chooserFilter } from '../console/chooser.ts';
import type { Value } from '../html.ts';
import type { Safe } from '../html.ts';

const path = '/units/choices';

export const unitField = (
  context: ConsoleContext,
  form: FormState,
  field: { name: string; label: string; hint?: Value; none: string },
  state: Choosing,
): Safe => chooserField(context, form, { ...field, path, find: context.t.units.search }, state);

export const unitFilter = (context: ConsoleContext, name: string, state: Choosing): Safe =>
  chooserFilter(
    context,
    { name, path, label: context.t.people.unit, none: context.t.people.anyUnit },
    state,
  );
