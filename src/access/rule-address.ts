// Subjects and targets of rules as they stand in addresses and forms. Pure.
import { isId } from '../core/random.ts';
import { subjectTypes } from './decide.ts';
import { isPossible, type Subject, type Target } from './rule.ts';

const code = /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/;

/** `everyone`, or `unit:<id>`, `position:<code>` and the like. */
export function subjectAt(value: string): Subject | undefined {
  if (value === 'everyone') return { type: 'everyone' };
  const [name, id = ''] = value.split(':');
  const type = subjectTypes.find((each) => each === name);
  if (!type || type === 'everyone' || !code.test(id)) return undefined;
  const subject = { type, id } as Subject;
  return isPossible(subject) ? subject : undefined;
}

/** The id of an application, `class:<code>` or `set:<id>`. */
export function targetAt(value: string): Target | undefined {
  const [type, id = ''] = value.split(':');
  if (isId(value)) return { type: 'application', id: value };
  if (type === 'class' && code.test(id)) return { type, id };
  return type === 'set' && isId(id) ? { type, id } : undefined;
}

export const targetText = ({ type, id }: Target): string =>
  type === 'application' ? id : `${type}:${id}`;
