import type { vi } from '../vi/all.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { console } from './console.ts';
import { frame } from './frame.ts';
import { forms } from './forms.ts';
import { journal } from './journal.ts';
import { oidc } from './oidc.ts';
import { grants } from './grants.ts';
import { units } from './units.ts';
import { rejections } from './rejections.ts';
import { dashboard } from './dashboard.ts';
import { live } from './live.ts';
import { setUp } from './set-up.ts';
import { sync } from './sync.ts';
import { people } from './people.ts';
import { groups } from './groups.ts';
import { signIn } from './sign-in.ts';
import { applications } from './applications.ts';
import { portal } from './portal.ts';
import { catalogs } from './catalogs.ts';
import { imports } from './imports.ts';
import { lists } from './lists.ts';
import { wizard } from './wizard.ts';
import { trial } from './trial.ts';

export const en: typeof vi = {
  portal,
  signIn,
  common,
  errors,
  events,
  console,
  forms,
  frame,
  journal,
  oidc,
  grants,
  units,
  dashboard,
  live,
  setUp,
  sync,
  rejections,
  people,
  groups,
  applications,
  catalogs,
  imports,
  lists,
  wizard,
  trial,
};
