import { common } from './common.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { console } from './console.ts';
import { frame } from './frame.ts';
import { forms } from './forms.ts';
import { journal } from './journal.ts';
import { oidc } from './oidc.ts';
import { grants } from './grants.ts';
import { rules } from './rules.ts';
import { whatIf } from './what-if.ts';
import { units } from './units.ts';
import { rejections } from './rejections.ts';
import { dashboard } from './dashboard.ts';
import { conflicts } from './conflicts.ts';
import { joining } from './joining.ts';
import { keys } from './keys.ts';
import { live } from './live.ts';
import { setUp } from './set-up.ts';
import { mapping } from './mapping.ts';
import { servers } from './servers.ts';
import { sync } from './sync.ts';
import { undo } from './undo.ts';
import { people } from './people.ts';
import { groups } from './groups.ts';
import { settings } from './settings.ts';
import { positions } from './positions.ts';
import { launcher } from './launcher.ts';
import { signIn } from './sign-in.ts';
import { applications } from './applications.ts';
import { secondFactor } from './second-factor.ts';
import { portal } from './portal.ts';
import { password } from './password.ts';
import { catalogs } from './catalogs.ts';
import { imports } from './imports.ts';
import { bulk } from './bulk.ts';
import { chooser } from './chooser.ts';
import { lists } from './lists.ts';
import { wizard } from './wizard.ts';
import { trial } from './trial.ts';

export const vi = {
  portal,
  secondFactor,
  password,
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
  rules,
  whatIf,
  units,
  dashboard,
  conflicts,
  chooser,
  joining,
  keys,
  live,
  setUp,
  launcher,
  settings,
  positions,
  mapping,
  servers,
  sync,
  undo,
  rejections,
  people,
  groups,
  applications,
  catalogs,
  imports,
  lists,
  bulk,
  wizard,
  trial,
};
