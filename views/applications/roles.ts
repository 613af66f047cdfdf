// Roles that an application declares: the list, and one as a form.
import type { Application } from '../../src/applications/application.ts';
import type { ApplicationRole } from '../../src/applications/roles.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';

const homeOf = ({ id }: Pick<Application, 'id'>) => `/applications/${id}/roles`;
const inWords = ({ locale }: ConsoleContext, { name, nameEn }: { name: string; nameEn: string }) =>
  locale === 'vi' ? name : nameEn;

export function rolesPage(
  context: ConsoleContext,
  page: { application: Application; roles: readonly ApplicationRole[]; asked: boolean },
): Safe {
  const { t } = context;
  const words = t.rules.roles;
  const { application, roles, asked } = page;
  const home = homeOf(application);
  return consolePage(context, {
    section: 'applications',
    title: words.of(inWords(context, application)),
    up: { href: `/applications/${application.id}`, label: inWords(context, application) },
    actions: html`<a class="button" href="${home}/new">${words.add}</a>`,
    body: html`<p class="lead">${words.about}</p>
      ${!asked && html`<p class="notice warn">${words.notAsked}</p>`}
      ${table({
        caption: words.title,
        columns: [
          {
            label: words.code,
            cell: ({ code }: ApplicationRole) =>
              html`<a class="mono" href="${home}/${encodeURIComponent(code)}">${code}</a>`,
          },
          { label: words.name, cell: ({ name }) => name },
          { label: words.nameEn, cell: ({ nameEn }) => nameEn },
        ],
        rows: roles,
        empty: words.none,
      })}`,
  });
}

export function rolePage(
  context: ConsoleContext,
  page: { application: Application; role: ApplicationRole | undefined; form: FormState },
): Safe {
  const { t } = context;
  const words = t.rules.roles;
  const { application, role, form } = page;
  const home = homeOf(application);
  const here = role ? `${home}/${encodeURIComponent(role.code)}` : `${home}/new`;
  return consolePage(context, {
    section: 'applications',
    title: role ? words.change(inWords(context, role)) : words.add,
    up: { href: home, label: words.of(inWords(context, application)) },
    ...(role && {
      actions: html`<a class="button" href="${here}/remove">${words.remove}</a>`,
    }),
    body: html`<form method="post" class="card form" action="${here}">
      ${formErrors(context, form)}
      ${
        role
          ? html`<p>${words.code}: <strong class="mono">${role.code}</strong></p>`
          : textField(context, form, {
              name: 'code',
              label: words.code,
              hint: words.codeHint,
              required: true,
              mono: true,
            })
      }
      ${textField(context, form, { name: 'name', label: words.name, required: true })}
      ${textField(context, form, { name: 'nameEn', label: words.nameEn })}
      <div class="actions">
        <button class="primary">${t.common.save}</button>
        <a class="button" href="${home}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
