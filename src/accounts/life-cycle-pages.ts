// Deeds on one account that deserve a question first: suspend, restore, retire, initial password,
// end of sessions. GET says what will happen, POST does it.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { confirmPage } from '../../views/console/confirm.ts';
import { textArea, textField } from '../../views/console/form.ts';
import type { Value } from '../../views/html.ts';
import type { Passwords } from '../credentials/passwords.ts';
import type { Actor } from '../journal/actor.ts';
import { byOf, consoleOf, type ConsoleContext } from '../web/administrator.ts';
import { redirectDone, type Done } from '../web/done.ts';
import { attempt, blank, optionalText, parseForm, password, sendForm, text } from '../web/forms.ts';
import type { FormState } from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import type { Account } from './account.ts';
import type { Accounts } from './accounts.ts';

type Deps = {
  accounts: Pick<Accounts, 'find' | 'suspend' | 'restore' | 'retire'>;
  passwords: Pick<Passwords, 'set'>;
  endSessions: (accountId: string, by: Actor, reason: string) => Promise<unknown>;
  resetSecondStep: (by: Actor, accountId: string, reason: string) => Promise<void>;
};

type Words = {
  title: string;
  consequences: readonly string[];
  button: string;
};

type Deed<S extends z.ZodType> = {
  path: string;
  schema: S;
  words: (context: ConsoleContext, account: Account) => Words;
  fields?: (context: ConsoleContext, form: FormState) => Value;
  danger?: boolean;
  run: (by: Actor, account: Account, value: z.output<S>) => Promise<unknown>;
  done: Done;
};

const reasonField =
  (required: boolean) =>
  (context: ConsoleContext, form: FormState): Value =>
    textArea(context, form, {
      name: 'reason',
      label: context.t.console.reason,
      hint: context.t.grants.reasonHint,
      required,
    });

const passwordField = (context: ConsoleContext, form: FormState): Value =>
  textField(context, form, {
    name: 'password',
    type: 'password',
    label: context.t.people.password,
    hint: context.t.people.passwordHint,
    autocomplete: 'new-password',
    required: true,
  });

const needed = z.object({ reason: text(500) });
const wished = z.object({ reason: optionalText(500) });

export function createLifeCyclePages(deps: Deps): Router {
  const { accounts, passwords, endSessions } = deps;
  const router = Router();

  function deed<S extends z.ZodType>(it: Deed<S>): void {
    const page = (res: Response, account: Account, form: FormState) => {
      const context = consoleOf(res);
      const here = `/people/${account.id}`;
      return confirmPage(context, {
        section: 'people',
        ...it.words(context, account),
        action: `${here}/${it.path}`,
        back: { href: here, label: account.fullName },
        fields: it.fields?.(context, form),
        form,
        danger: it.danger ?? false,
      });
    };
    const accountOf = async (req: Request) => found(await accounts.find(idOf(req.params['id'])));

    router
      .route(`/people/:id/${it.path}`)
      .get(async (req, res) => {
        const account = await accountOf(req);
        res.type('html').send(page(res, account, blank()).text);
      })
      .post(async (req, res) => {
        const account = await accountOf(req);
        const parsed = parseForm(it.schema, req.body);
        const result = parsed.ok
          ? await attempt(parsed.form, () => it.run(byOf(res), account, parsed.value))
          : parsed;
        if (!result.ok) return sendForm(res, page(res, account, result.form));
        redirectDone(res, `/people/${account.id}`, it.done);
      });
  }

  deed({
    path: 'suspend',
    schema: needed,
    words: ({ t }, { fullName }) => ({
      title: t.people.suspendTitle(fullName),
      consequences: t.people.suspended,
      button: t.people.suspend,
    }),
    fields: reasonField(true),
    danger: true,
    run: (by, { id }, { reason }) => accounts.suspend(by, id, { reason }),
    done: 'suspended',
  });

  deed({
    path: 'restore',
    schema: wished,
    words: ({ t }, { fullName }) => ({
      title: t.people.restoreTitle(fullName),
      consequences: t.people.restored,
      button: t.people.restore,
    }),
    fields: reasonField(false),
    run: (by, { id }, { reason }) => accounts.restore(by, id, reason ? { reason } : {}),
    done: 'restored',
  });

  deed({
    path: 'retire',
    schema: needed,
    words: ({ t }, { fullName }) => ({
      title: t.people.retireTitle(fullName),
      consequences: t.people.retired,
      button: t.people.retire,
    }),
    fields: reasonField(true),
    danger: true,
    run: (by, { id }, { reason }) => accounts.retire(by, id, { reason }),
    done: 'retired',
  });

  deed({
    path: 'password',
    schema: z.object({ password: password() }),
    words: ({ t }, { fullName }) => ({
      title: t.people.passwordTitle(fullName),
      consequences: t.people.passwordSet,
      button: t.people.setPassword,
    }),
    fields: passwordField,
    run: async (by, { id }, { password: initial }) => {
      await passwords.set(by, id, initial, { mustChange: true });
      await endSessions(id, by, 'password-set'); // whoever knew the old one is out
    },
    done: 'password-set',
  });

  deed({
    path: 'second-step',
    schema: needed,
    words: ({ t }, { fullName }) => ({
      title: t.secondFactor.console.resetTitle(fullName),
      consequences: t.secondFactor.console.resetConsequences,
      button: t.secondFactor.console.reset,
    }),
    fields: reasonField(true),
    danger: true,
    run: async (by, { id }, { reason }) => {
      await deps.resetSecondStep(by, id, reason);
      await endSessions(id, by, 'second-step-reset');
    },
    done: 'second-step-reset',
  });

  deed({
    path: 'sessions',
    schema: z.object({}),
    words: ({ t }, { fullName }) => ({
      title: t.people.endSessionsTitle(fullName),
      consequences: t.people.sessionsEnded,
      button: t.people.endSessions,
    }),
    danger: true,
    run: (by, { id }) => endSessions(id, by, 'by-administrator'),
    done: 'sessions-ended',
  });

  return router;
}
