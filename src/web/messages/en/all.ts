import type { vi } from '../vi/all.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';

export const en: typeof vi = { common, errors, events };
