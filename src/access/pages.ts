// Grants in the console: a new one, changing one, and taking one back after a question.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { grantPage } from '../../views/access/grant.ts';
import { targetHref } from '../../views/access/grants.ts';
import { newGrantPage } from '../../views/access/new-grant.ts';
import { kindName, ruleSentence, subjectText } from '../../views/access/sentence.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import { AppError } from '../core/errors.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { seenIn, wantsToEdit } from '../web/effects-form.ts';
import { attempt, blank, choice, parseForm, sendForm, type FormState } from '../web/forms.ts';
import type { Locale } from '../web/messages/messages.ts';
import { filterChoice, filterText, found, idOf, readQuery } from '../web/tables.ts';
import { subjectTypes } from './decide.ts';
import { targetOf, type Grant } from './grant-rows.ts';
import type { Grants } from './grants.ts';
import type { Subject } from './rule.ts';
import { scopeOfSubject } from './scope.ts';
import type { WhatIf } from './what-if.ts';
import { subjectAt, targetAt, targetText } from './rule-address.ts';
import { ruleFields, ruleOf, shownOf } from './rule-form-pages.ts';
import type { FoundSubject, Subjects } from './subjects.ts';
import type { FoundTarget, Targets } from './targets.ts';

type Deps = {
  grants: Grants;
  subjects: Subjects;
  targets: Targets;
  journal: Pick<Journal, 'byObject'>;
  edits: Edits;
  whatIf: WhatIf<{ grants: Pick<Grants, 'add' | 'change' | 'remove'> }>;
};

const asked = z.object({
  application: filterText(100),
  subject: filterChoice(subjectTypes),
  id: filterText(100),
  kind: filterChoice(subjectTypes),
  text: filterText(),
  effect: filterChoice(['allow', 'deny']),
});
type Asked = z.output<typeof asked>;
const read = <T>(parse: (value: string) => T | undefined) =>
  z
    .string('not-a-choice')
    .refine((value) => parse(value) !== undefined, 'not-a-choice')
    .transform((value) => parse(value)!);
const newForm = z.object({
  ...ruleFields,
  by: choice(['subject', 'application']),
  application: read(targetAt),
  who: read(subjectAt),
  subtree: z.string().optional(),
  kind: filterChoice(subjectTypes),
  text: filterText(),
});
const changeForm = z.object(ruleFields);

const folders = {
  unit: 'units',
  position: 'positions',
  group: 'groups',
  account: 'people',
} as const;
const pageOf = ({ type, id = '' }: Subject): string =>
  type === 'everyone' || type === 'kind' ? '/grants' : `/${folders[type]}/${id}`;

/** Only pages of ours that show grants: what comes in the address must not lead elsewhere. */
const backTo = (path: unknown, otherwise: string): string =>
  typeof path === 'string' &&
  /^\/(grants|(applications|people|groups|units|positions|application-classes|application-sets)\/[A-Za-z0-9.-]{1,64})$/.test(
    path,
  )
    ? path
    : otherwise;

export function createGrantPages(deps: Deps): Router {
  const { grants, subjects, targets, journal, edits, whatIf } = deps;
  const router = Router();

  const named = ({ name }: FoundTarget, locale: Locale) => name[locale];

  async function boxesFor(res: Response, target: Parameters<Targets['boxesFor']>[0]) {
    const { locale } = consoleOf(res);
    const { zones, roles } = await targets.boxesFor(target);
    const box = ({ code, name, nameEn }: { code: string; name: string; nameEn: string }) => {
      return { code, name: locale === 'vi' ? name : nameEn };
    };
    return { zones: zones.map(box), roles: roles.map(box) };
  }

  /** Kinds of accounts have no names but those of the page's language. */
  const worded = (res: Response, subject: FoundSubject): FoundSubject => {
    const { t } = consoleOf(res);
    if (subject.type === 'everyone') return { ...subject, name: t.grants.subjects.everyone };
    return subject.type === 'kind' ? { ...subject, name: kindName(t, subject.id) } : subject;
  };

  async function sendForSubject(res: Response, subject: FoundSubject, form: FormState) {
    const context = consoleOf(res);
    const { t, locale } = context;
    const page = newGrantPage(context, {
      by: 'subject',
      form,
      boxes: await boxesFor(res, undefined),
      subject,
      applications: (await targets.all()).map((target) => {
        const name = named(target, locale);
        const words =
          target.type === 'application' ? name : `${t.grants.targets[target.type]}: ${name}`;
        return { id: targetText(target), name: words };
      }),
      back: { href: pageOf(subject as Subject), label: subject.name },
    });
    res.type('html').send(page.text);
  }

  async function sendForTarget(
    res: Response,
    query: Asked & { kind: FoundSubject['type'] },
    form: FormState,
  ) {
    const target = found(await targets.find(found(targetAt(query.application ?? ''))));
    const context = consoleOf(res);
    const { kind, text = '' } = query;
    const { items, more } = await subjects.search(kind, text);
    const name = named(target, context.locale);
    const page = newGrantPage(context, {
      by: 'application',
      form,
      boxes: await boxesFor(res, target),
      application: { id: targetText(target), name },
      kind,
      text,
      choices: items.map((item) => worded(res, item)),
      more,
      back: { href: targetHref({ target: target.type, targetId: target.id }), label: name },
    });
    res.type('html').send(page.text);
  }

  async function sendNew(res: Response, query: Asked, form: FormState): Promise<void> {
    const { application, subject, id, kind = 'unit' } = query;
    const known = subject && subject !== 'everyone' && id ? { type: subject, id } : undefined;
    if (known && subjectAt(`${known.type}:${known.id}`) && !application) {
      const one = found(await subjects.find(known.type, known.id));
      return sendForSubject(res, worded(res, one), form);
    }
    if (!application) throw new AppError('request.malformed');
    return sendForTarget(res, { ...query, kind }, form);
  }

  /** From the page of an application with shared rules: whom to keep out here is known already. */
  async function prefilled(query: Asked): Promise<Asked> {
    const { application, subject, id } = query;
    if (!application || !subject) return query;
    if (subject === 'everyone' || !id) return { ...query, kind: subject };
    const one = await subjects.find(subject, id);
    return { ...query, kind: subject, text: one?.name ?? '' };
  }

  const chosenAt = ({ subject, id }: Asked): string =>
    subject === undefined ? '' : subject === 'everyone' ? subject : `${subject}:${id ?? ''}`;

  router
    .route('/grants/new')
    .get(async (req, res) => {
      const query = readQuery(asked, req.query);
      const { effect = 'allow', application } = query;
      const who = application ? chosenAt(query) : '';
      await sendNew(res, await prefilled(query), blank({ effect, subtree: 'yes', who }));
    })
    .post(async (req, res) => {
      const parsed = parseForm(newForm, req.body);
      if (!parsed.ok || wantsToEdit(req)) return sendAgain(res, parsed.form);
      const { who, application: target, subtree, by } = parsed.value;
      const subject = who.type === 'unit' ? { ...who, subtree: subtree !== undefined } : who;
      const rule = ruleOf(parsed.value, parsed.form.values);
      const onSubject = by === 'subject' && who.type !== 'everyone';
      const path = onSubject
        ? pageOf(who)
        : targetHref({ target: target.type, targetId: target.id });
      const seen = seenIn(req, { href: path, label: consoleOf(res).t.common.back }, true);
      const scope = { ...scopeOfSubject(subject), of: [target] };
      const added = await attempt(parsed.form, () =>
        whatIf.change(scope, seen, (within) =>
          within.grants.add(byOf(res), { ...rule, subject, target }),
        ),
      );
      if (!added.ok) return sendAgain(res, added.form);
      redirectDone(res, path, 'grant-added');
    });

  /** The page the form came from, from what it carried along. */
  function sendAgain(res: Response, form: FormState): Promise<void> {
    const { by, who, application, kind, text } = form.values;
    const subject = by === 'subject' ? subjectAt(who ?? '') : undefined;
    const query =
      subject?.id === undefined
        ? { application, kind, text }
        : { subject: subject.type, id: subject.id };
    res.status(422);
    return sendNew(res, readQuery(asked, query), form);
  }

  const grantOf = async (req: Request): Promise<Grant> => {
    const grant = found(await grants.find(idOf(req.params['id'])));
    const { applicationId } = req.params;
    if (applicationId !== undefined) found(applicationId === grant.applicationId || undefined);
    return grant;
  };
  const backOf = (req: Request, res: Response, grant: Grant) => {
    const { t } = consoleOf(res);
    const here = targetHref(grant);
    const href = backTo(req.query['back'], here);
    if (href === '/grants') return { href, label: t.grants.title };
    return { href, label: href === here ? grant.targetName : subjectText(t, grant) };
  };

  const scopeOf = (grant: Grant) => ({ rules: [grant.id], of: [targetOf(grant)] });

  async function sendOne(req: Request, res: Response, grant: Grant, refused?: FormState) {
    const boxes = await boxesFor(res, { type: grant.target, id: grant.targetId });
    const page = grantPage(consoleOf(res), {
      grant,
      form: refused ?? editing(shownOf(grant, codesOf(boxes))),
      boxes,
      back: backOf(req, res, grant),
      events: await journal.byObject('grant', grant.id),
    });
    if (refused) sendForm(res, page, refused);
    else res.type('html').send(page.text);
  }

  router
    .route('/grants/:id')
    .get(async (req, res) => sendOne(req, res, await grantOf(req)))
    .post(async (req, res) => {
      const grant = await grantOf(req);
      const parsed = parseForm(changeForm, req.body);
      if (!parsed.ok || wantsToEdit(req)) return sendOne(req, res, grant, parsed.form);
      const rule = ruleOf(parsed.value, parsed.form.values);
      const boxes = await boxesFor(res, { type: grant.target, id: grant.targetId });
      const saved = await edits.save({
        object: `grant/${grant.id}`,
        form: parsed.form,
        now: async () => shownOf(found(await grants.find(grant.id)), codesOf(boxes)),
        deed: () =>
          whatIf.change(scopeOf(grant), seenIn(req, backOf(req, res, grant), true), (within) =>
            within.grants.change(byOf(res), grant.id, rule),
          ),
      });
      if (!saved.ok) return sendOne(req, res, grant, saved.form);
      redirectDone(res, backOf(req, res, grant).href, 'saved');
    });

  router
    .route('/grants/:id/remove')
    .get(async (req, res) => {
      const grant = await grantOf(req);
      const context = consoleOf(res);
      const { t } = context;
      const back = backOf(req, res, grant);
      const page = confirmPage(context, {
        section: 'grants',
        title: t.grants.removeTitle,
        action: `/grants/${grant.id}/remove?back=${encodeURIComponent(back.href)}`,
        back,
        consequences: [
          t.grants.removed(ruleSentence(t, grant).replace(/\.$/, '')),
          grant.effect === 'allow' ? t.grants.removedAllow : t.grants.removedDeny,
        ],
        button: t.grants.remove,
        danger: true,
      });
      res.type('html').send(page.text);
    })
    .post(async (req, res) => {
      const grant = await grantOf(req);
      await whatIf.change(scopeOf(grant), seenIn(req, backOf(req, res, grant)), (within) =>
        within.grants.remove(byOf(res), grant.id),
      );
      redirectDone(res, backOf(req, res, grant).href, 'grant-removed');
    });

  return router;
}

const codesOf = (boxes: {
  zones: readonly { code: string }[];
  roles: readonly { code: string }[];
}) => ({
  zones: boxes.zones.map(({ code }) => code),
  roles: boxes.roles.map(({ code }) => code),
});
