// One of thousands as a field of a form: what was typed to find it, what matches, what is chosen. It goes
// in steps and needs no script: a form that comes with a search without an answer is shown again with what
// matches, and nothing is done. `<field>_find` is the search; `<field>_found` the search that is answered.
import { clean, cut, searchKey } from '../core/text.ts';
import type { FormState } from './forms.ts';

export type Choice = { id: string; name: string; note: string | null };

/** Where choices come from. */
export type Choices = {
  find: (id: string) => Promise<Choice | undefined>;
  search: (text: string) => Promise<{ items: Choice[]; more: boolean }>;
};

export type Choosing = {
  text: string;
  found: readonly Choice[];
  more: boolean;
  chosen: Choice | undefined;
  saved: Choice | undefined; // what somebody else saved meanwhile
  /** Something was searched and none of it chosen yet: the form is to be shown again, and does nothing. */
  open: boolean;
};

export const findName = (field: string): string => `${field}_find`;
export const foundName = (field: string): string => `${field}_found`;
/** The name of the button that searches; its value is the field. */
export const findButton = 'find';

type Values = Readonly<Record<string, string | undefined>>;

const line = (text: string | undefined): string => cut(clean(text ?? ''), 100);
const searched = (values: Values, field: string): string => line(values[findName(field)]);

function isOpen(values: Values, field: string, found: readonly Choice[]): boolean {
  const text = searched(values, field);
  if (values[findButton] === field) return true;
  if (text === '' || text === line(values[foundName(field)])) return false;
  return !found.some(({ id }) => id === values[field]);
}

/** What was meant beyond doubt: it alone matches, or it alone is called exactly so. */
function meant(text: string, found: readonly Choice[]): Choice | undefined {
  const key = searchKey(text);
  const called = found.filter(({ name, note }) => [name, note ?? ''].map(searchKey).includes(key));
  const [one, ...others] = called.length > 0 ? called : found;
  return others.length === 0 ? one : undefined;
}

/**
 * The field as the form has it. What is meant by a search without an answer is chosen already; the
 * person sees it before anything is saved.
 */
export async function choosing(
  choices: Choices,
  { values, saved }: { values: Values; saved?: Values },
  field: string,
): Promise<Choosing> {
  const text = searched(values, field);
  const { items: found, more } = text ? await choices.search(text) : { items: [], more: false };
  const open = isOpen(values, field, found);
  const only = open ? meant(text, found) : undefined;
  const of = async (id: string | undefined) => (id ? choices.find(id) : undefined);
  return {
    text,
    found,
    more,
    open,
    chosen: only ?? (await of(values[field])),
    saved: await of(saved?.[field]),
  };
}

/** While somebody types: what matches is shown, and nothing is chosen for them. */
export const typing = (choices: Choices, values: Values, field: string): Promise<Choosing> =>
  choosing(
    choices,
    { values: { ...values, [foundName(field)]: values[findName(field)], [findButton]: '' } },
    field,
  );

/** The form to show again where a search of it is without an answer: no mistake is held against it yet. */
export async function unanswered(
  choices: Choices,
  form: FormState,
  field: string,
): Promise<FormState | undefined> {
  const { open } = await choosing(choices, form, field);
  return open ? { ...form, errors: {} } : undefined;
}
