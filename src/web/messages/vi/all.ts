import { common } from './common.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { console } from './console.ts';
import { forms } from './forms.ts';
import { journal } from './journal.ts';

export const vi = { common, errors, events, console, forms, journal };
