// The step "password": name and password, for the prompt `login`.
import { passwordPage, type PasswordFault } from '../../views/sign-in/password.ts';
import type { Account } from '../accounts/account.ts';
import { noticeAt } from '../settings/registry.ts';
import { allowFormTargets } from '../web/security-headers.ts';
import type { Authenticate, Outcome } from './authenticate.ts';
import type { MustChange } from './verdict.ts';
import { applicationName, passwordLogin, scopesOf, signInContextOf, type Visit } from './visit.ts';

/** Longer than any mail address; a password as long as the largest directories take. */
const longest = { login: 256, password: 1024 };

type Shown = { login: string; fault?: PasswordFault; status?: number };

/** Another person may sign in here while somebody is signed in already. */
const wantsAnother = ({ interaction }: Visit) => interaction.prompt.name === 'access';

export function showPassword(visit: Visit, answer: Shown = { login: loginHint(visit) }): void {
  const { res, context, action, interaction, now } = visit;
  allowFormTargets(res, interaction.formTargets);
  const page = passwordPage(context, {
    action,
    application: applicationName(visit),
    scopes: scopesOf(interaction),
    another: wantsAnother(visit),
    login: answer.login,
    fault: answer.fault,
    announcement: noticeAt(context.settings, now)?.[context.locale],
    passkey: context.settings.passkeyAlone === 'yes',
  });
  if (answer.fault && 'seconds' in answer.fault)
    res.set('Retry-After', String(answer.fault.seconds));
  res
    .status(answer.status ?? 200)
    .type('html')
    .send(page.text);
}

/** `login_hint` (OpenID Connect Core 1.0, section 3.1.2.1): a name the application expects. */
const loginHint = ({ interaction }: Visit): string => {
  const hint = interaction.params['login_hint'];
  return typeof hint === 'string' && hint.length <= longest.login ? hint : '';
};

/** What is wrong with the form before anybody's password is looked at. */
function faultOf(
  login: string | undefined,
  password: string | undefined,
): PasswordFault | undefined {
  if (!login?.trim()) return { code: 'login-missing' };
  if (login.length > longest.login) return { code: 'login-too-long' };
  if (!password) return { code: 'password-missing' };
  if (password.length > longest.password) return { code: 'password-too-long' };
  return undefined;
}

const retryDirectorySeconds = 60;

/** Every wrong name and wrong password gets this one answer. */
function answerTo(outcome: Exclude<Outcome, { account: Account }>): Omit<Shown, 'login'> {
  if (outcome.outcome === 'wait')
    return { fault: { code: 'wait', seconds: outcome.seconds }, status: 429 };
  if (outcome.outcome === 'unreachable')
    return { fault: { code: 'unreachable', seconds: retryDirectorySeconds }, status: 503 };
  if (outcome.outcome === 'blocked') return { fault: { code: outcome.reason }, status: 403 };
  return { fault: { code: 'wrong' }, status: 422 };
}

export async function checkPassword(
  visit: Visit,
  deps: {
    authenticate: Pick<Authenticate, 'attempt'>;
    askNewPassword: (visit: Visit, account: Account, mustChange: MustChange) => void;
  },
): Promise<void> {
  const { login, password } = visit.body;
  const fault = faultOf(login, password);
  if (fault)
    return showPassword(visit, {
      login: (login ?? '').slice(0, longest.login),
      fault,
      status: 422,
    });
  const outcome = await deps.authenticate.attempt({
    name: login!,
    password: password!,
    ...signInContextOf(visit),
  });
  if (outcome.outcome === 'signed-in') {
    const { account, outage, note } = outcome;
    return visit.finish(passwordLogin(account.id, outage), note);
  }
  if (outcome.outcome === 'must-change')
    return deps.askNewPassword(visit, outcome.account, outcome.mustChange);
  return showPassword(visit, { login: login!, ...answerTo(outcome) });
}
