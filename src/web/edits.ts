// Saves what a form of the console says, unless somebody else was first: see editing.ts.
import type { ErrorCode } from '../core/errors.ts';
import { overtaken, type Shown } from './editing.ts';
import { attempt, withError, type FormState } from './forms.ts';

export type Edits = ReturnType<typeof createEdits>;

type Edit<T> = {
  object: string; // which thing, such as `unit/<id>`
  form: FormState;
  /** Its fields as they are now, as `editing` was given them. */
  now: () => Promise<Shown>;
  deed: () => Promise<T>;
  fields?: Partial<Record<ErrorCode, string>>;
};

/** `exclusively`: gives undefined at once where the same thing is being saved, on whichever node. */
export function createEdits({
  exclusively,
}: {
  exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T | undefined>;
}) {
  return {
    /** As `attempt`; nothing is done where the thing has changed since the form was shown. */
    async save<T>({ object, form, now, deed, fields }: Edit<T>) {
      const saved = await exclusively(`edit ${object}`, async () => {
        const refused = overtaken(form, await now());
        return refused ? ({ ok: false, form: refused } as const) : attempt(form, deed, fields);
      });
      return (
        saved ??
        ({
          ok: false,
          form: { ...withError(form, '', { code: 'request.changed-meanwhile' }), saved: {} },
        } as const)
      );
    },
  };
}
