import { common } from './common.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';

export const vi = { common, errors, events };
