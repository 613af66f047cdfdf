// An application as a form: what it is, and what it says of itself to the protocol. The names of the
// fields are those of the definition that files and the command line use.
import type { Application } from '../../src/applications/application.ts';
import type { CatalogItem } from '../../src/catalogs/catalog.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Choosing } from '../../src/web/choosing.ts';
import type { FormState } from '../../src/web/forms.ts';
import { enterSaves } from '../console/chooser.ts';
import { checkField, formErrors, selectField, textArea, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';
import { unitField } from '../organization/chooser.ts';
import { resourceFields } from './form-resource.ts';
import { classNames } from './list.ts';

export type ApplicationForm = {
  form: FormState;
  application: Application | undefined; // undefined: a new one
  classes: readonly CatalogItem[];
  owner: Choosing;
  grantTypes: readonly (keyof Messages['grantTypeNames'])[];
  authMethods: readonly (keyof Messages['authMethods'])[];
  signingAlgorithms: readonly string[];
  profiles: readonly (keyof Messages['profiles'])[];
};
type Messages = ConsoleContext['t']['applications'];

function about(
  context: ConsoleContext,
  { form, application, classes, owner }: ApplicationForm,
): Value {
  const { t, locale } = context;
  const words = t.applications;
  const classOptions = [...classNames(classes, locale)].map(([value, label]) => ({ value, label }));
  return html`${
    !application &&
    textField(context, form, {
      name: 'client_id',
      label: words.clientId,
      hint: words.clientIdHint,
      required: true,
    })
  }
  ${textField(context, form, { name: 'name', label: words.name, required: true })}
  ${textField(context, form, { name: 'name_en', label: words.nameEn })}
  ${selectField(context, form, {
    name: 'class',
    label: words.class,
    required: true,
    options: classOptions,
  })}
  ${unitField(context, form, { name: 'owner_unit', label: words.owner, none: words.noOwner }, owner)}
  ${textField(context, form, { name: 'contact', label: words.contact, hint: words.contactHint })}
  ${textArea(context, form, { name: 'description', label: words.description })}
  ${textField(context, form, { name: 'link', label: words.link, hint: words.linkHint, type: 'url' })}`;
}

function protocol(context: ConsoleContext, page: ApplicationForm): Value {
  const { form, grantTypes, authMethods } = page;
  const words = context.t.applications;
  return html`<fieldset>
    <legend>${words.protocol}</legend>
    ${checkField(context, form, { name: 'connects', label: words.connects, hint: words.connectsHint })}
    ${textArea(context, form, {
      name: 'redirect_uris',
      label: words.redirectUris,
      hint: words.onePerLine,
      mono: true,
    })}
    ${textArea(context, form, {
      name: 'post_logout_redirect_uris',
      label: words.postLogoutUris,
      hint: words.onePerLine,
      mono: true,
      rows: 2,
    })}
    ${textField(context, form, {
      name: 'backchannel_logout_uri',
      label: words.backchannel,
      hint: words.backchannelHint,
      type: 'url',
    })}
    ${textField(context, form, { name: 'scope', label: words.scope, hint: words.scopeHint })}
    <fieldset class="choices">
      <legend>${words.grantTypes}</legend>
      ${grantTypes.map((name) =>
        checkField(context, form, { name: `grant_${name}`, label: words.grantTypeNames[name] }),
      )}
      ${form.errors['grant_types'] && formErrors(context, onlyError(form, 'grant_types'))}
    </fieldset>
    ${selectField(context, form, {
      name: 'token_endpoint_auth_method',
      label: words.authMethod,
      required: true,
      options: authMethods.map((value) => ({ value, label: words.authMethods[value] })),
    })}
    ${resourceFields(context, form)} ${more(context, page)}
  </fieldset>`;
}

/** Open where something in it is filled in or wrong: nothing that matters hides. */
function more(
  context: ConsoleContext,
  { form, signingAlgorithms, profiles }: ApplicationForm,
): Value {
  const words = context.t.applications;
  const names = [
    'jwks',
    'jwks_uri',
    'application_type',
    'id_token_signed_response_alg',
    'security_profile',
    'sector_identifier_uri',
    'tls_client_auth_subject_dn',
    'tls_client_auth_san_dns',
  ];
  const open =
    names.some((name) => form.errors[name]) ||
    form.values['jwks'] ||
    form.values['subject_type'] === 'pairwise' ||
    form.values['tls_client_auth_subject_dn'] ||
    form.values['tls_client_auth_san_dns'] ||
    form.values['tls_client_certificate_bound_access_tokens'] ||
    form.values['jwks_uri'] ||
    form.values['security_profile'] !== 'standard';
  const types = ['web', 'native'] as const;
  return html`<details ${open && html`open`}>
    <summary>${words.more}</summary>
    ${selectField(context, form, {
      name: 'application_type',
      label: words.applicationType,
      required: true,
      options: types.map((value) => ({ value, label: words.applicationTypes[value] })),
    })}
    ${selectField(context, form, {
      name: 'id_token_signed_response_alg',
      label: words.signing,
      required: true,
      options: signingAlgorithms.map((value) => ({ value, label: value })),
    })}
    ${selectField(context, form, {
      name: 'security_profile',
      label: words.profile,
      hint: words.profileHint,
      required: true,
      options: profiles.map((value) => ({ value, label: words.profiles[value] })),
    })}
    ${subjectFields(context, form)} ${certificateFields(context, form)}
    ${textField(context, form, { name: 'jwks_uri', label: words.jwksUri, type: 'url' })}
    ${textArea(context, form, { name: 'jwks', label: words.jwks, mono: true })}
  </details>`;
}

const subjectFields = (context: ConsoleContext, form: FormState): Safe => {
  const words = context.t.applications;
  const types = ['public', 'pairwise'] as const;
  return html`${selectField(context, form, {
    name: 'subject_type',
    label: words.subjectType,
    hint: words.subjectTypeHint,
    required: true,
    options: types.map((value) => ({ value, label: words.subjectTypes[value] })),
  })}
  ${textField(context, form, {
    name: 'sector_identifier_uri',
    label: words.sector,
    hint: words.sectorHint,
    type: 'url',
  })}`;
};

const certificateFields = (context: ConsoleContext, form: FormState): Safe => {
  const words = context.t.applications;
  return html`${textField(context, form, {
    name: 'tls_client_auth_subject_dn',
    label: words.certificateSubject,
    hint: words.certificateSubjectHint,
    mono: true,
  })}
  ${textField(context, form, {
    name: 'tls_client_auth_san_dns',
    label: words.certificateDns,
    hint: words.certificateDnsHint,
    mono: true,
  })}
  ${checkField(context, form, {
    name: 'tls_client_certificate_bound_access_tokens',
    label: words.certificateBound,
  })}`;
};

const onlyError = (form: FormState, name: string): FormState => ({
  values: {},
  errors: form.errors[name] ? { '': form.errors[name] } : {},
});

export function applicationFormPage(context: ConsoleContext, page: ApplicationForm): Safe {
  const { t } = context;
  const { form, application } = page;
  const back = application ? `/applications/${application.id}` : '/applications';
  return consolePage(context, {
    section: 'applications',
    title: application ? t.applications.edit : t.applications.create,
    up: { href: back, label: application?.name ?? t.applications.title },
    body: html`<form
      method="post"
      class="card form"
      action="${application ? `${back}/edit` : '/applications/new'}"
    >
      ${enterSaves(context)} ${formErrors(context, form)} ${about(context, page)}
      ${protocol(context, page)}
      <div class="actions">
        <button class="primary">${t.common.save}</button>
        <a class="button" href="${back}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
