// The step of the wizard that says who may use the application: rules added several at a time, and
// taken back. Open for every application, not for drafts alone.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { stepPath } from '../../views/applications/wizard.ts';
import { peopleStep } from '../../views/applications/wizard-people.ts';
import type { Access } from '../access/access.ts';
import type { Grants } from '../access/grants.ts';
import type { Subject } from '../access/rule.ts';
import type { Subjects } from '../access/subjects.ts';
import { isId } from '../core/random.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { attempt, blank, parseForm, withError, type FormState } from '../web/forms.ts';
import { filterChoice, filterText, found, idField, idOf, readQuery } from '../web/tables.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import { kindOf } from './kind.ts';

type Deps = {
  applications: Pick<Applications, 'find'>;
  grants: Grants;
  subjects: Subjects;
  access: Pick<Access, 'reachOf'>;
};

const asked = z.object({ kind: filterChoice(['unit', 'group', 'account']), text: filterText() });
const anyFields = z.record(z.string().max(100), z.string().max(1000));
const removal = z.object({ grant: idField() });

/** `pick_unit_<id>` and the like, as the page wrote them. */
function picksOf(values: FormState['values']): Subject[] {
  if (values['everyone']) return [{ type: 'everyone' }];
  return Object.keys(values).flatMap((name): Subject[] => {
    const [, type, id] = /^pick_(unit|group|account)_(.+)$/.exec(name) ?? [];
    return type && isId(id) ? [{ type: type as 'unit' | 'group' | 'account', id }] : [];
  });
}

export function createWizardPeoplePages(deps: Deps): Router {
  const { applications, grants, subjects } = deps;
  const router = Router();
  const applicationOf = async (req: Request): Promise<Application> =>
    found(await applications.find(idOf(req.params['id'])));

  async function show(
    res: Response,
    application: Application,
    query: z.output<typeof asked>,
    form: FormState,
  ): Promise<void> {
    const { kind = 'unit', text = '' } = query;
    const { items: choices, more } = await subjects.search(kind, text);
    const page = peopleStep(consoleOf(res, stepPath(application.id, 'people')), {
      form,
      application,
      isMachine: kindOf(application) === 'machine',
      grants: await grants.list({ applicationId: application.id }),
      reach: await deps.access.reachOf(application.id),
      kind,
      text,
      choices,
      more,
    });
    res.type('html').send(page.text);
  }

  router
    .route('/applications/:id/setup/people')
    .get(async (req, res) =>
      show(res, await applicationOf(req), readQuery(asked, req.query), blank()),
    )
    .post(async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(anyFields, req.body);
      const picks = parsed.ok ? picksOf(parsed.value) : [];
      const added = await attempt(parsed.form, async () => {
        for (const subject of picks)
          await grants.add(byOf(res), { subject, applicationId: application.id, effect: 'allow' });
      });
      if (picks.length > 0 && added.ok)
        return res.redirect(303, stepPath(application.id, 'people'));
      const form = added.ok ? withError(parsed.form, 'pick', { code: 'required' }) : added.form;
      res.status(422);
      const { kind, text } = form.values;
      await show(res, application, readQuery(asked, { kind, text }), form);
    });

  router.post('/applications/:id/setup/people/remove', async (req, res) => {
    const { id } = await applicationOf(req);
    const parsed = parseForm(removal, req.body);
    const wanted = parsed.ok ? parsed.value.grant : '';
    // Of a draft at once; of what people use only after the page that says what will happen.
    const rule = found(await grants.find(wanted));
    const grant = found(rule.applicationId === id ? rule : undefined);
    const { state } = await applicationOf(req);
    if (state !== 'draft') return res.redirect(303, `/grants/${grant.id}/remove`);
    await grants.remove(byOf(res), grant.id);
    res.redirect(303, stepPath(id, 'people'));
  });

  return router;
}
