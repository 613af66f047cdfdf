// Roles of an application in the console.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { rolePage, rolesPage } from '../../views/applications/roles.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import {
  attempt,
  blank,
  optionalText,
  parseForm,
  sendForm,
  text,
  type FormState,
} from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import type { ApplicationRole, ApplicationRoles } from './roles.ts';

type Deps = { applications: Pick<Applications, 'find'>; roles: ApplicationRoles; edits: Edits };

const roleForm = z.object({ name: text(100), nameEn: optionalText(100) });
const newForm = roleForm.extend({ code: text(64) });
const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);
const shownOf = ({ name, nameEn }: ApplicationRole) => ({ name, nameEn });

export function createRolePages({ applications, roles, edits }: Deps): Router {
  const router = Router();
  const applicationOf = async (req: Request): Promise<Application> => {
    const application = found(await applications.find(idOf(req.params['id'])));
    return found(application.builtIn ? undefined : application);
  };
  const roleOf = async (req: Request): Promise<ApplicationRole> => {
    const all = await roles.list(idOf(req.params['id']));
    return found(all.find(({ code }) => code === req.params['code']));
  };
  const homeOf = ({ id }: Application) => `/applications/${id}/roles`;

  router.get('/applications/:id/roles', async (req, res) => {
    const application = await applicationOf(req);
    const asked = (application.metadata.scope ?? '').split(' ').includes('roles');
    const page = { application, roles: await roles.list(application.id), asked };
    send(res, rolesPage(consoleOf(res), page));
  });

  function sendRole(
    res: Response,
    application: Application,
    role: ApplicationRole | undefined,
    form: FormState,
    wrong: boolean,
  ): void {
    const page = rolePage(consoleOf(res), { application, role, form });
    if (wrong) sendForm(res, page, form);
    else send(res, page);
  }

  router
    .route('/applications/:id/roles/new')
    .get(async (req, res) => sendRole(res, await applicationOf(req), undefined, blank(), false))
    .post(async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(newForm, req.body);
      const made = parsed.ok
        ? await attempt(parsed.form, () => roles.create(byOf(res), application.id, parsed.value))
        : parsed;
      if (made.ok) return redirectDone(res, homeOf(application), 'created');
      sendRole(res, application, undefined, made.form, true);
    });

  router
    .route('/applications/:id/roles/:code')
    .get(async (req, res) => {
      const [application, role] = [await applicationOf(req), await roleOf(req)];
      sendRole(res, application, role, editing(shownOf(role)), false);
    })
    .post(async (req, res) => {
      const [application, role] = [await applicationOf(req), await roleOf(req)];
      const { code } = role;
      const parsed = parseForm(roleForm, req.body);
      const saved = parsed.ok
        ? await edits.save({
            object: `application-role/${application.id}/${code}`,
            form: parsed.form,
            now: async () => shownOf(await roleOf(req)),
            deed: () => roles.update(byOf(res), application.id, { code, ...parsed.value }),
          })
        : parsed;
      if (saved.ok) return redirectDone(res, homeOf(application), 'saved');
      sendRole(res, application, role, saved.form, true);
    });

  function askRemove(
    res: Response,
    application: Application,
    role: ApplicationRole,
    form: FormState,
  ) {
    const context = consoleOf(res);
    const words = context.t.rules.roles;
    const here = `${homeOf(application)}/${encodeURIComponent(role.code)}`;
    return confirmPage(context, {
      section: 'applications',
      title: words.remove,
      action: `${here}/remove`,
      back: { href: here, label: role.name },
      consequences: [words.removed(role.name)],
      form,
      button: words.remove,
      danger: true,
    });
  }
  router
    .route('/applications/:id/roles/:code/remove')
    .get(async (req, res) =>
      send(res, askRemove(res, await applicationOf(req), await roleOf(req), blank())),
    )
    .post(async (req, res) => {
      const [application, role] = [await applicationOf(req), await roleOf(req)];
      const removed = await attempt(blank(), () =>
        roles.remove(byOf(res), application.id, role.code),
      );
      if (removed.ok) return redirectDone(res, homeOf(application), 'deleted');
      sendForm(res, askRemove(res, application, role, removed.form));
    });

  return router;
}
