// Two administrators, one thing (edits.ts): a form to change something carries a digest of what it showed, and is
// refused where the thing is no longer so. What was typed stays, what is kept now stands beside each
// field that differs, and the form then knows the present state: saving once more is a decision.
import { createHash } from 'node:crypto';
import { blank, withError, type FormState } from './forms.ts';

export type Shown = Parameters<typeof blank>[0];

const plain = (text: string | undefined) => (text ?? '').replaceAll('\r\n', '\n').trim();

function versionOf({ values }: FormState): string {
  const rows = Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(rows.map(([name, value]) => [name, plain(value)]));
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

const versioned = (form: FormState, kept: FormState): FormState => ({
  ...form,
  values: { ...form.values, version: versionOf(kept) },
});

/** The form of a thing as it is now. `shown`: exactly the fields that the page asks for. */
export function editing(shown: Shown): FormState {
  const form = blank(shown);
  return versioned(form, form);
}

/** What is kept now, of each field where that is not what was typed. */
function differences(form: FormState, kept: FormState): Record<string, string> {
  return Object.fromEntries(
    Object.entries(kept.values).filter(
      ([name, value]) => plain(value) !== plain(form.values[name]),
    ),
  );
}

/** The form again, with what somebody else saved meanwhile; undefined where it loses nobody's work. */
export function overtaken(form: FormState, shown: Shown): FormState | undefined {
  const kept = blank(shown);
  if (form.values['version'] === versionOf(kept)) return undefined;
  const saved = differences(form, kept);
  if (Object.keys(saved).length === 0) return undefined;
  return { ...versioned(withError(form, '', { code: 'request.changed-meanwhile' }), kept), saved };
}
