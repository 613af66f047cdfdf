// Grants in the console: a new one, and taking one back after a question.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { newGrantPage } from '../../views/access/new-grant.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import type { Applications } from '../applications/applications.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { attempt, blank, choice, optionalText, parseForm } from '../web/forms.ts';
import type { FormState } from '../web/forms.ts';
import {
  filterChoice,
  filterId,
  filterText,
  found,
  idField,
  idOf,
  readQuery,
} from '../web/tables.ts';
import type { Grants, Subject } from './grants.ts';
import type { FoundSubject, Subjects } from './subjects.ts';

type Deps = {
  grants: Grants;
  subjects: Subjects;
  applications: Pick<Applications, 'find' | 'list'>;
};

const subjectTypes = ['unit', 'group', 'account', 'everyone'] as const;
const asked = z.object({
  application: filterId(),
  subject: filterChoice(['unit', 'group', 'account']),
  id: filterId(),
  kind: filterChoice(subjectTypes),
  text: filterText(),
});
const form = z.object({
  by: choice(['subject', 'application']),
  application: idField(),
  who: z
    .string('not-a-choice')
    .refine((value) => subjectOf(value) !== undefined, 'not-a-choice')
    .transform((value) => subjectOf(value)!),
  effect: choice(['allow', 'deny']),
  reason: optionalText(500),
  kind: filterChoice(subjectTypes),
  text: filterText(),
});

const folders = { unit: 'units', group: 'groups', account: 'people' } as const;
const pageOf = (subject: FoundSubject) =>
  subject.type === 'everyone' ? '/applications' : `/${folders[subject.type]}/${subject.id}`;

/** `everyone`, or `unit:<id>` and the like. */
function subjectOf(value: string): Subject | undefined {
  if (value === 'everyone') return { type: 'everyone' };
  const [type, id] = value.split(':');
  if ((type === 'unit' || type === 'group' || type === 'account') && isId(id)) return { type, id };
  return undefined;
}

/** Only pages of ours that show grants: what comes in the address must not lead elsewhere. */
const backTo = (path: unknown, otherwise: string): string =>
  typeof path === 'string' &&
  /^\/(grants|(applications|people|groups|units)\/[0-9a-f-]{36})$/.test(path)
    ? path
    : otherwise;

export function createGrantPages({ grants, subjects, applications }: Deps): Router {
  const router = Router();

  async function sendForSubject(res: Response, subject: FoundSubject, state: FormState) {
    const all = await applications.list();
    const page = newGrantPage(consoleOf(res), {
      by: 'subject',
      form: state,
      subject,
      applications: all.filter(({ state: now }) => now !== 'retired'),
      back: { href: pageOf(subject), label: subject.name },
    });
    res.type('html').send(page.text);
  }

  async function sendForApplication(
    res: Response,
    query: { application: string; kind: (typeof subjectTypes)[number]; text: string },
    state: FormState,
  ) {
    const application = found(await applications.find(query.application));
    const context = consoleOf(res);
    const { items, more } = await subjects.search(query.kind, query.text);
    const choices = items.map((item) =>
      item.type === 'everyone' ? { ...item, name: context.t.grants.subjects.everyone } : item,
    );
    const page = newGrantPage(context, {
      by: 'application',
      form: state,
      application,
      kind: query.kind,
      text: query.text,
      choices,
      more,
      back: { href: `/applications/${application.id}`, label: application.name },
    });
    res.type('html').send(page.text);
  }

  async function sendNew(res: Response, query: z.output<typeof asked>, state: FormState) {
    const { application, subject, id, kind = 'unit', text = '' } = query;
    if (subject && id) return sendForSubject(res, found(await subjects.find(subject, id)), state);
    if (!application) throw new AppError('request.malformed');
    return sendForApplication(res, { application, kind, text }, state);
  }

  router
    .route('/grants/new')
    .get((req, res) => sendNew(res, readQuery(asked, req.query), blank({ effect: 'allow' })))
    .post(async (req, res) => {
      const parsed = parseForm(form, req.body);
      if (!parsed.ok) return sendAgain(res, parsed.form);
      const { who: subject, application: applicationId, effect, reason, by } = parsed.value;
      const rule = { subject, applicationId, effect, reason };
      const added = await attempt(parsed.form, () => grants.add(byOf(res), rule));
      if (!added.ok) return sendAgain(res, added.form);
      const onSubject = by === 'subject' && subject.id !== undefined;
      const path = onSubject ? pageOf({ ...subject, name: '' }) : `/applications/${applicationId}`;
      redirectDone(res, path, 'grant-added');
    });

  /** The page the form came from, from what it carried along. */
  function sendAgain(res: Response, state: FormState): Promise<void> {
    const { by, who, application, kind, text } = state.values;
    const subject = by === 'subject' ? subjectOf(who ?? '') : undefined;
    const query =
      subject?.id === undefined
        ? { application, kind, text }
        : { subject: subject.type, id: subject.id };
    res.status(422);
    return sendNew(res, readQuery(asked, query), state);
  }

  const grantOf = async (applicationId: unknown, id: unknown) => {
    const grant = found(await grants.find(idOf(id)));
    return found(grant.applicationId === idOf(applicationId) ? grant : undefined);
  };

  router
    .route('/applications/:applicationId/grants/:id/remove')
    .get(async (req, res) => {
      const grant = await grantOf(req.params.applicationId, req.params.id);
      const context = consoleOf(res);
      const { t } = context;
      const who = grant.subjectName ?? t.grants.subjects.everyone;
      const here = `/applications/${grant.applicationId}`;
      const back = backTo(req.query['back'], here);
      const page = confirmPage(context, {
        section: 'applications',
        title: t.grants.removeTitle,
        action: `${here}/grants/${grant.id}/remove?back=${encodeURIComponent(back)}`,
        back: { href: back, label: back === here ? grant.applicationName : who },
        consequences: [
          t.grants.removed(who, t.grants.effects[grant.effect], grant.applicationName),
          grant.effect === 'allow' ? t.grants.removedAllow : t.grants.removedDeny,
        ],
        button: t.grants.remove,
        danger: true,
      });
      res.type('html').send(page.text);
    })
    .post(async (req, res) => {
      const { id, applicationId } = await grantOf(req.params.applicationId, req.params.id);
      await grants.remove(byOf(res), id);
      redirectDone(
        res,
        backTo(req.query['back'], `/applications/${applicationId}`),
        'grant-removed',
      );
    });

  return router;
}
